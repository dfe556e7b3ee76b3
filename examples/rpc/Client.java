import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;

/** Issue, bake, verify and revoke Open Badges from Java, without a library: `java Client.java KEY_FILE PICTURE`. */
public final class Client {
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;
    private int count = 0;

    /** One long-lived process; requests and answers are lines of JSON. BADGEWRIGHT is its command, a word a line. */
    Client(String keyFile) throws IOException {
        String command = System.getenv().getOrDefault("BADGEWRIGHT_LINES", "npx\nbadgewright");
        List<String> words = new ArrayList<>(List.of(command.split("\n")));
        words.addAll(List.of("rpc", "--key", keyFile));
        process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The result as JSON text: what one call gives goes into the next as it is. A real program uses its JSON library. */
    String call(String method, String params) throws IOException {
        int id = ++count;
        to.write("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}\n");
        to.flush();
        String answer = from.readLine();
        String start = "{\"id\":" + id + ",\"result\":";
        if (!answer.startsWith(start)) throw new IOException(member(answer, "code"));
        return answer.substring(start.length(), answer.length() - 1);
    }

    void close() throws Exception {
        to.close();
        process.waitFor();
    }

    /** The first text of this name. */
    static String member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    public static void main(String[] args) throws Exception {
        Client badges = new Client(args[0]);
        String url = "https://badges.example/status/1";
        String list = badges.call("status.create", "{\"id\":\"" + url + "\",\"purpose\":\"revocation\"}");
        String entry = badges.call("status.entry", "{\"list\":" + list + ",\"index\":7}");
        String badge = badges.call("issue", "{\"draft\":{\"issuer\":{\"name\":\"Acme\"},\"achievement\":{"
            + "\"name\":\"Welder I\",\"description\":\"Welds steel.\",\"criteria\":\"Passed the exam.\"},"
            + "\"recipient\":{\"email\":\"kim@example.org\"},\"credentialStatus\":" + entry + "}}");
        String picture = Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(args[1])));
        String baked = member(badges.call("bake", "{\"image\":\"" + picture + "\",\"credential\":" + badge + "}"), "image");
        String verify = "{\"image\":\"" + baked + "\",\"documents\":{\"" + url + "\":";
        System.out.println("issued: " + member(badges.call("verify", verify + list + "}}"), "outcome"));
        String revoked = badges.call("revoke", "{\"list\":" + list + ",\"index\":" + entry + "}");
        System.out.println("revoked: " + member(badges.call("verify", verify + revoked + "}}"), "outcome"));
        try {
            badges.call("issue", "{\"draft\":{}}");
        } catch (IOException error) {
            System.out.println("refused: " + error.getMessage());
        }
        badges.close();
    }
}
