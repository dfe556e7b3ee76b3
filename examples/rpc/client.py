"""Issue, bake, verify and revoke Open Badges from Python: `python3 client.py KEY_FILE PICTURE`."""
import base64
import json
import os
import subprocess
import sys


class Badgewright:
    """One long-lived process; requests and answers are lines of JSON."""

    def __init__(self, key_file):
        command = json.loads(os.environ.get("BADGEWRIGHT", '["npx", "badgewright"]'))
        self.process = subprocess.Popen(
            command + ["rpc", "--key", key_file],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )
        self.count = 0

    def call(self, method, **params):
        self.count += 1
        request = {"id": self.count, "method": method, "params": params}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"]["code"] + " " + answer["error"]["message"])
        return answer["result"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main(key_file, picture_file):
    badges = Badgewright(key_file)
    url = "https://badges.example/status/1"
    status_list = badges.call("status.create", id=url, purpose="revocation")
    entry = badges.call("status.entry", list=status_list, index=7)
    draft = {
        "issuer": {"name": "Acme"},
        "achievement": {"name": "Welder I", "description": "Welds steel.", "criteria": "Passed the exam."},
        "recipient": {"email": "kim@example.org"},
        "credentialStatus": entry,
    }
    badge = badges.call("issue", draft=draft)
    with open(picture_file, "rb") as file:
        picture = base64.b64encode(file.read()).decode()
    baked = badges.call("bake", image=picture, credential=badge)["image"]
    print("issued:", badges.call("verify", image=baked, documents={url: status_list})["outcome"])
    revoked = badges.call("revoke", list=status_list, index=entry)
    print("revoked:", badges.call("verify", image=baked, documents={url: revoked})["outcome"])
    try:
        badges.call("issue", draft={})
    except RuntimeError as error:
        print("refused:", str(error).split()[0])
    badges.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
