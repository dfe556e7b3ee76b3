"""A second opinion on badges, in another language and on other libraries: PyLD and cryptography, as Debian has them.

Reads one JSON object per line from standard input and writes one per line. The first line holds the contexts:
{"contexts": {url: document}}. Every further line is a case: {"id": ..., "now": "2026-06-01T00:00:00Z"} with "json" (text),
"jwt" (text), or "file" (base64 of a PNG, SVG or JSON file). The answer is {"id": ..., "verified": true | false, "why": ...}.

It knows eddsa-rdfc-2022 and Ed25519Signature2020 with did:key, and JWTs of RS256 and ES256 with did:key, did:jwk or a
header jwk. What it does not know is not verified.
"""

import base64
import hashlib
import json
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timezone

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pyld import jsonld

V1 = "https://www.w3.org/2018/credentials/v1"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SUITES = (("DataIntegrityProof", "eddsa-rdfc-2022"), ("Ed25519Signature2020", None))
NOWHERE = "urn:undefined:"
ABSOLUTE = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*$")


class Refused(Exception):
    pass


def need(condition, why):
    if not condition:
        raise Refused(why)


# --- bytes and keys ---------------------------------------------------------------------------------------------------


def base58(text):
    number = 0
    for character in text:
        need(character in BASE58, "base58")
        number = number * 58 + BASE58.index(character)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(text):
    need(re.fullmatch(r"[A-Za-z0-9_-]*", text), "base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, "base64url with bits left over")
    return data


def number(text):
    return int.from_bytes(base64url(text), "big")


def key_of_jwk(jwk):
    need(isinstance(jwk, dict) and "d" not in jwk, "jwk")
    if jwk.get("kty") == "RSA":
        key = rsa.RSAPublicNumbers(number(jwk["e"]), number(jwk["n"])).public_key()
        need(key.key_size >= 2048, "a short RSA key")
        return key
    if jwk.get("kty") == "EC" and jwk.get("crv") == "P-256":
        return ec.EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), ec.SECP256R1()).public_key()
    if jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
        return ed25519.Ed25519PublicKey.from_public_bytes(base64url(jwk["x"]))
    raise Refused("kind of key")


def key_of_did(did):
    if did.startswith("did:jwk:"):
        return key_of_jwk(json.loads(base64url(did[len("did:jwk:"):])))
    need(did.startswith("did:key:z"), "kind of DID")
    data = base58(did[len("did:key:z"):])
    if data[:2] == b"\xed\x01":
        return ed25519.Ed25519PublicKey.from_public_bytes(data[2:])
    if data[:2] == b"\x80\x24":
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data[2:])
    raise Refused("kind of did:key")


def key_of_method(method):
    """The DID and the key of a DID URL of did:key or did:jwk, which hold exactly one key for making assertions."""
    did, _, fragment = method.partition("#")
    expected = did[len("did:key:"):] if did.startswith("did:key:") else "0"
    need(fragment == expected or (fragment == "" and "#" not in method and did.startswith("did:key:")), "fragment")
    return did, key_of_did(did)


# --- JSON-LD ----------------------------------------------------------------------------------------------------------


def loader(contexts):
    def load(url, _options):
        need(url in contexts, "context " + url)
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": contexts[url]}

    return load


plain_nquad = jsonld.JsonLdProcessor.to_nquad


def rdfc_nquad(triple, graph_name=None):
    """RDFC-1.0 escapes control characters, which URDNA2015, the draft before it, left as they were; and a double has the
    canonical form of XML Schema (JSON-LD API 8.6), where PyLD 2.0.3 leaves zeros."""
    nquad = re.sub(r"[\x00-\x1f\x7f](?!\Z)", escape, plain_nquad(triple, graph_name))
    return re.sub(r'(?<=")(-?\d)\.(\d{15})E([+-]?\d+)(?="\^\^)', double, nquad)


def double(match):
    return f"{match[1]}.{match[2].rstrip('0') or '0'}E{int(match[3])}"


def escape(match):
    return {"\b": "\\b", "\f": "\\f"}.get(match[0], f"\\u{ord(match[0]):04X}")


jsonld.JsonLdProcessor.to_nquad = staticmethod(rdfc_nquad)


def assert_defined(document):
    """Data Integrity 2.4: nothing may be dropped. Terms that no context defines end up in a vocabulary of our own."""
    contexts = document.get("@context", [])
    contexts = contexts if isinstance(contexts, list) else [contexts]
    for node in jsonld.expand({**document, "@context": [*contexts, {"@vocab": NOWHERE}]}, {"base": ""}):
        assert_absolute(node)


def assert_absolute(value):
    if isinstance(value, list):
        for item in value:
            assert_absolute(item)
    if not isinstance(value, dict):
        return
    for name, member in value.items():
        if name == "@id":
            need(ABSOLUTE.match(member) or member.startswith("_:"), "relative id")
        elif name == "@type":
            for item in member if isinstance(member, list) else [member]:
                need(item == "@json" or (not item.startswith(NOWHERE) and ABSOLUTE.match(item)), "undefined type")
        else:
            need(not name.startswith(NOWHERE), "undefined term")
        if name not in ("@id", "@type", "@value"):
            assert_absolute(member)


def canonical(document):
    assert_defined(document)
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "base": "", "rdfDirection": "i18n-datatype"}
    return jsonld.normalize(document, options)


# --- verification -----------------------------------------------------------------------------------------------------


def time(text):
    need(isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text), "date")
    fraction = re.search(r"\.(\d+)", text)
    whole = re.sub(r"\.\d+", "", text).replace("Z", "+00:00")
    moment = datetime.fromisoformat(whole)
    return moment.timestamp() + (float("0." + fraction.group(1)) if fraction else 0)


def issuer_of(credential):
    issuer = credential.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def many(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def assert_in_force(credential, now):
    first = "issuanceDate" if many(credential.get("@context"))[:1] == [V1] else "validFrom"
    for name in ("validFrom", "issuanceDate"):
        need(name not in credential or time(credential[name]) <= now, "not yet valid")
    for name in ("validUntil", "expirationDate"):
        need(name not in credential or now <= time(credential[name]), "expired")
    need(first in credential or first == "validFrom", "no date")


def assert_proof(document, proof, issuer, now):
    need(proof.get("proofPurpose") == "assertionMethod", "purpose")
    need("created" not in proof or time(proof["created"]) <= now, "made in the future")
    need("expires" not in proof or now < time(proof["expires"]), "proof expired")
    did, key = key_of_method(proof["verificationMethod"])
    need(did == issuer, "the key is not the issuer's")
    need(isinstance(key, ed25519.Ed25519PublicKey), "kind of key")
    value = proof["proofValue"]
    need(isinstance(value, str) and value.startswith("z"), "proof value")
    configuration = {name: member for name, member in proof.items() if name != "proofValue"}
    configuration["@context"] = document["@context"]
    data = b"".join(hashlib.sha256(canonical(each).encode()).digest() for each in (configuration, document))
    key.verify(base58(value[1:]), data)


def assert_credential(credential, now):
    document = {name: member for name, member in credential.items() if name != "proof"}
    proofs = many(credential.get("proof"))
    need(all(isinstance(proof, dict) for proof in proofs), "proof")
    # Data Integrity 1.0 §2.1: type and cryptosuite of a proof are one text each, also where another of the set is sound.
    need(all(isinstance(proof.get("type"), str) for proof in proofs), "type of a proof")
    need(all(isinstance(proof.get("cryptosuite", ""), str) for proof in proofs), "cryptosuite of a proof")
    need(all(proof.get("cryptosuite") for proof in proofs if proof["type"] == "DataIntegrityProof"), "no cryptosuite")
    known = [proof for proof in proofs if (proof.get("type"), proof.get("cryptosuite")) in SUITES]
    # Data Integrity 1.0 §4.5: every proof of a set must verify, so that of one of another suite nobody can say that it does.
    need(len(known) == len(proofs) > 0, "a proof of a suite that is not known")
    for proof in known:
        assert_proof(document, proof, issuer_of(credential), now)
    assert_in_force(credential, now)


def assert_jwt(text, now):
    parts = text.split(".")
    need(len(parts) == 3, "three parts")
    header, payload = (strict_json(base64url(part).decode()) for part in parts[:2])
    need(isinstance(header, dict) and isinstance(payload, dict), "objects")
    need(header.get("typ", "JWT") == "JWT", "typ")
    need("crit" not in header and "b64" not in header, "crit")
    issuer = issuer_of(payload)
    need("vc" not in payload, "vc claim")
    if "jwk" in header:
        key = key_of_jwk(header["jwk"])
        listed = key_of_did(issuer)
        need(key.public_numbers() == listed.public_numbers(), "the key is not the issuer's")
    else:
        did, key = key_of_method(header["kid"])
        need(did == issuer, "the key is not the issuer's")
    signature = base64url(parts[2])
    data = ".".join(parts[:2]).encode()
    if header.get("alg") == "RS256" and isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    elif header.get("alg") == "ES256" and isinstance(key, ec.EllipticCurvePublicKey):
        need(len(signature) == 64, "signature")
        halves = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
        key.verify(encode_dss_signature(*halves), data, ec.ECDSA(hashes.SHA256()))
    else:
        raise Refused("algorithm")
    credential = {name: member for name, member in payload.items() if name not in ("iss", "jti", "nbf", "sub", "exp")}
    need(payload.get("iss") == issuer, "iss")
    need(payload.get("jti") == credential.get("id"), "jti")
    need("sub" not in payload or payload["sub"] == credential["credentialSubject"].get("id"), "sub")
    need(payload.get("nbf") == int(time(credential["validFrom"])), "nbf")
    need("exp" not in payload or payload["exp"] == int(time(credential["validUntil"])), "exp")
    assert_defined(credential)
    assert_in_force(credential, now)


def strict_json(text):
    def pairs(members):
        need(len({name for name, _ in members}) == len(members), "a member named twice")
        return dict(members)

    return json.loads(text, object_pairs_hook=pairs)


def baked(data):
    """The text in a baked PNG or SVG, or the file itself."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        at = 8
        while at < len(data):
            (length,) = struct.unpack(">I", data[at : at + 4])
            content = data[at + 8 : at + 8 + length]
            if data[at + 4 : at + 8] == b"iTXt" and content.startswith(b"openbadgecredential\0"):
                return content[len(b"openbadgecredential") + 3 :].split(b"\0", 2)[2].decode()
            at += 12 + length
        raise Refused("nothing baked")
    if data.lstrip().startswith(b"<"):
        found = ElementTree.fromstring(data).find("{https://purl.imsglobal.org/ob/v3p0}credential")
        need(found is not None, "nothing baked")
        return found.get("verify") or found.text
    return data.decode()


def assert_verified(case):
    now = time(case["now"])
    text = case.get("jwt") or case.get("json") or baked(base64.b64decode(case["file"]))
    text = text.strip()
    if text.startswith("ey"):
        assert_jwt(text, now)
    else:
        assert_credential(strict_json(text), now)


def main():
    jsonld.set_document_loader(loader(json.loads(sys.stdin.readline())["contexts"]))
    for line in sys.stdin:
        case = json.loads(line)
        try:
            assert_verified(case)
            answer = {"id": case["id"], "verified": True, "why": ""}
        except InvalidSignature:
            answer = {"id": case["id"], "verified": False, "why": "signature"}
        except Exception as error:  # whatever is wrong with a hostile document, it is not verified
            answer = {"id": case["id"], "verified": False, "why": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
