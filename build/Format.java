import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java source of the project is formatted, or formats it.
 *
 * <p>Run by the build with {@code check} (fails and names the files) or {@code apply} (rewrites them).
 */
final class Format {
    private static final List<String> STYLE = List.of("--aosp", "--skip-javadoc-formatting");

    public static void main(String[] args) throws Exception {
        boolean apply = args.length == 1 && args[0].equals("apply");
        List<String> arguments = new ArrayList<>(STYLE);
        arguments.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        arguments.addAll(sources());

        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        String[] all = arguments.toArray(String[]::new);
        int status = new Main(out, err, System.in).format(all);
        if (apply) {
            // What the first pass broke into lines, the second one lays out.
            status = new Main(out, err, System.in).format(all);
        }
        if (status != 0 && !apply) {
            err.println("Not formatted: the files above. Run: mvn -N verify -Dformat.mode=apply");
        }
        System.exit(status);
    }

    private static List<String> sources() throws IOException {
        List<String> files = new ArrayList<>();
        for (String module : List.of("common", "api-server", "worker", "quickstart", "benchmarks", "helm")) {
            Path root = Path.of(module, "src");
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (Stream<Path> walk = Files.walk(root)) {
                walk.filter(path -> path.toString().endsWith(".java"))
                        .map(Path::toString)
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }
}
