<?php
// Issue, bake, verify and revoke Open Badges from PHP: `php client.php KEY_FILE PICTURE`.
declare(strict_types=1);

/** One long-lived process; requests and answers are lines of JSON. */
final class Badgewright
{
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    private int $count = 0;

    public function __construct(string $keyFile)
    {
        $command = json_decode(getenv('BADGEWRIGHT') ?: '["npx", "badgewright"]', true);
        $this->process = proc_open(
            [...$command, 'rpc', '--key', $keyFile],
            [['pipe', 'r'], ['pipe', 'w'], STDERR],
            $this->pipes,
        );
    }

    /** @param array<string, mixed> $params */
    public function call(string $method, array $params): mixed
    {
        $this->count += 1;
        $request = ['id' => $this->count, 'method' => $method, 'params' => (object) $params];
        fwrite($this->pipes[0], json_encode($request, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES) . "\n");
        fflush($this->pipes[0]);
        // Objects, not arrays: an empty object must come back as one.
        $answer = json_decode((string) fgets($this->pipes[1]), false, 512, JSON_THROW_ON_ERROR);
        if (isset($answer->error)) {
            throw new RuntimeException($answer->error->code . ' ' . $answer->error->message);
        }
        return $answer->result;
    }

    public function close(): void
    {
        fclose($this->pipes[0]);
        proc_close($this->process);
    }
}

[, $keyFile, $pictureFile] = $argv;
$badges = new Badgewright($keyFile);
$url = 'https://badges.example/status/1';
$list = $badges->call('status.create', ['id' => $url, 'purpose' => 'revocation']);
$entry = $badges->call('status.entry', ['list' => $list, 'index' => 7]);
$badge = $badges->call('issue', ['draft' => [
    'issuer' => ['name' => 'Acme'],
    'achievement' => ['name' => 'Welder I', 'description' => 'Welds steel.', 'criteria' => 'Passed the exam.'],
    'recipient' => ['email' => 'kim@example.org'],
    'credentialStatus' => $entry,
]]);
$picture = base64_encode((string) file_get_contents($pictureFile));
$baked = $badges->call('bake', ['image' => $picture, 'credential' => $badge])->image;
$check = $badges->call('verify', ['image' => $baked, 'documents' => [$url => $list]]);
echo 'issued: ', $check->outcome, "\n";
$revoked = $badges->call('revoke', ['list' => $list, 'index' => $entry]);
$check = $badges->call('verify', ['image' => $baked, 'documents' => [$url => $revoked]]);
echo 'revoked: ', $check->outcome, "\n";
try {
    $badges->call('issue', ['draft' => (object) []]);
} catch (RuntimeException $error) {
    echo 'refused: ', explode(' ', $error->getMessage())[0], "\n";
}
$badges->close();
