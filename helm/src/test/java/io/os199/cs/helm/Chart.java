package io.os199.cs.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The chart, rendered by Helm itself. */
final class Chart {
    static final Path FOLDER = Path.of("cs-mcp").toAbsolutePath();
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    static final YAMLMapper YAML = new YAMLMapper();

    /** The oldest version that the chart accepts. The library would claim to render for 1.20. */
    private static final String KUBERNETES_VERSION =
            values("Chart.yaml").at("/kubeVersion").asString().replaceAll("[>=]|-0", "");

    /** Each way to use the values files that the chart brings. */
    static final Map<String, List<String>> EXAMPLES = examples();

    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

    private static final String HOOK = "helm.sh/hook";
    private static final Pattern HELD_HOOK = Pattern.compile("held-hook");

    /** The chart with its hooks turned into ordinary manifests. */
    private static final Path HOOKS_HELD =
            ChartCopy.into(
                    Path.of("target/hooks-held/cs-mcp"),
                    text -> text.replace(HOOK, HELD_HOOK.pattern()));

    private static final String REQUIRED =
            """
            database: {url: "jdbc:postgresql://db:5432/cs"}
            """;

    private Chart() {}

    /**
     * Renders every manifest, including those of hooks.
     *
     * @param files names of values files of the chart; a later one overrides an earlier one
     */
    static String render(List<String> files, String... more) {
        return HELD_HOOK.matcher(template(HOOKS_HELD, files, more)).replaceAll(HOOK);
    }

    /** Renders the manifests that are not hooks, which is all that the library returns. */
    static String renderRelease(List<String> files) {
        return template(FOLDER, files);
    }

    private static String template(Path chart, List<String> files, String... more) {
        try {
            TemplateCommand template =
                    new Helm(chart)
                            .template()
                            .withName("cs-mcp")
                            .withNamespace("cs")
                            .withKubeVersion(KUBERNETES_VERSION);
            for (String file : files) {
                template.withValuesFile(FOLDER.resolve(file));
            }
            List<Path> written = new ArrayList<>();
            for (String values : more) {
                Path file = Files.createTempFile("values", ".yaml");
                Files.writeString(file, values);
                template.withValuesFile(file);
                written.add(file);
            }
            try {
                return template.call();
            } finally {
                for (Path file : written) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Renders the chart with the required values, overridden by these. */
    static String renderWith(String... values) {
        String[] all = Arrays.copyOf(new String[] {REQUIRED}, values.length + 1);
        System.arraycopy(values, 0, all, 1, values.length);
        return render(List.of(), all);
    }

    static List<String> documents(String rendered) {
        return DOCUMENTS
                .splitAsStream(rendered)
                .filter(document -> !YAML.readTree(document).isMissingNode())
                .filter(document -> !YAML.readTree(document).isNull())
                .toList();
    }

    static List<HasMetadata> manifests(String rendered) {
        return documents(rendered).stream()
                .map(document -> (HasMetadata) KUBERNETES.unmarshal(document))
                .toList();
    }

    /** Returns the manifests as trees by {@code Kind/name}, in the order of the text. */
    static Map<String, JsonNode> trees(String rendered) {
        Map<String, JsonNode> trees = new LinkedHashMap<>();
        for (String document : documents(rendered)) {
            JsonNode tree = YAML.readTree(document);
            String name = tree.at("/kind").asString() + "/" + tree.at("/metadata/name").asString();
            if (trees.put(name, tree) != null) {
                throw new IllegalStateException("two of " + name);
            }
        }
        return trees;
    }

    static JsonNode values(String file) {
        return YAML.readTree(FOLDER.resolve(file).toFile());
    }

    private static Map<String, List<String>> examples() {
        Map<String, List<String>> examples = new LinkedHashMap<>();
        examples.put("small", List.of("values-small.yaml"));
        examples.put("production", List.of("values-production.yaml"));
        examples.put("multi-region", List.of("values-production.yaml", "values-multi-region.yaml"));
        return examples;
    }
}
