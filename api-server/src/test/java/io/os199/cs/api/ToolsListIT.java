package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tools as they appear on the wire, in committed files: a change shows up as a diff that has to be approved.
 * {@code mvn verify -Dgolden=update} rewrites the files and the README's table of tools.
 */
class ToolsListIT {
    private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tools-list");
    private static final Path README = Path.of("../README.md");
    private static final String TABLE_START = "<!-- tools: written by ToolsListIT -->\n";
    private static final String TABLE_END = "<!-- /tools -->";

    /** The factor by which the whole list may grow before a person has to look at it. */
    private static final double GROWTH = 1.05;

    /** The upper bound on the tokens of a tool's name, description and input schema. */
    private static final int LARGEST_TOOL = 700;

    private static final int LARGEST_AVERAGE = 280;

    private static final Encoding TOKENS =
            Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private static RunningApi api;
    private static List<JsonNode> tools;

    @BeforeAll
    static void listTools() {
        api = new RunningApi();
        tools = listedFor(api.key());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void looksAsCommitted() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode tool : tools) {
            listed.put(tool.path("name").textValue() + ".json", pretty(tool));
        }
        if (UPDATE) {
            rewrite(listed);
        }
        assertThat(committed()).isEqualTo(listed);
    }

    @Test
    void staysWithinItsBudget() throws IOException {
        int tokens = tools.stream().mapToInt(ToolsListIT::cost).sum();
        Path budget = GOLDEN.resolveSibling("tools-list-tokens.txt");
        if (UPDATE) {
            Files.writeString(budget, tokens + "\n");
        }
        int agreed = Integer.parseInt(Files.readString(budget).strip());
        String found =
                "%d tokens in %d tools, %d on average"
                        .formatted(tokens, tools.size(), tokens / tools.size());
        assertThat(tokens).as(found).isLessThanOrEqualTo((int) (agreed * GROWTH));
        assertThat(tokens).as(found).isLessThanOrEqualTo(tools.size() * LARGEST_AVERAGE);
    }

    @Test
    void isTheTableOfTheReadme() throws IOException {
        String readme = Files.readString(README);
        int start = readme.indexOf(TABLE_START) + TABLE_START.length();
        int end = readme.indexOf(TABLE_END);
        String table =
                "| tool | what it answers |\n|---|---|\n"
                        + tools.stream()
                                .map(
                                        tool ->
                                                "| `%s` | %s |\n"
                                                        .formatted(
                                                                tool.path("name").textValue(),
                                                                tool.path("description")
                                                                        .textValue()))
                                .collect(Collectors.joining());
        if (UPDATE) {
            Files.writeString(README, readme.substring(0, start) + table + readme.substring(end));
        }
        assertThat(Files.readString(README)).contains(TABLE_START + table + TABLE_END);
    }

    @Test
    void everyToolIsDeclaredAsClientsCanTakeIt() {
        for (JsonNode tool : tools) {
            String name = tool.path("name").textValue();
            assertThat(name).matches("[a-z]+(_[a-z]+)*");
            String description = tool.path("description").textValue();
            assertThat(description.split("[.!?](\\s|$)"))
                    .as(description)
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(cost(tool)).as(name).isLessThanOrEqualTo(LARGEST_TOOL);
            assertThat(tool.path("inputSchema").toString())
                    .as(name)
                    .doesNotContain("\"oneOf\"", "\"anyOf\"", "\"allOf\"", "\"$ref\"", "\"null\"");
        }
    }

    @Test
    void hidesWhatTheCallerMayNotCall() {
        List<String> all = names(tools);
        List<String> readable = names(listedFor(api.key(Scope.CS_READ)));
        assertThat(readable).isNotEmpty().isSubsetOf(all).doesNotContain("register_client");
        assertThat(names(listedFor(api.key(Scope.CS_INGEST)))).doesNotContain("list_clients");
    }

    private static List<JsonNode> listedFor(String key) {
        JsonNode list =
                RunningApi.json(
                                api.modern(
                                        key, "tools/list", JsonNodeFactory.instance.objectNode()))
                        .at("/result/tools");
        List<JsonNode> all = new ArrayList<>();
        list.forEach(all::add);
        return all;
    }

    private static List<String> names(List<JsonNode> tools) {
        return tools.stream().map(tool -> tool.path("name").textValue()).toList();
    }

    private static int cost(JsonNode tool) {
        return Stream.of("name", "description", "inputSchema")
                .mapToInt(part -> TOKENS.countTokens(tool.path(part).toString()))
                .sum();
    }

    private static String pretty(JsonNode tool) throws IOException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return Json.mapper()
                        .writer(
                                new DefaultPrettyPrinter()
                                        .withObjectIndenter(lines)
                                        .withArrayIndenter(lines))
                        .writeValueAsString(tool)
                + "\n";
    }

    private static Map<String, String> committed() throws IOException {
        if (!Files.isDirectory(GOLDEN)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return new TreeMap<>(
                    files.collect(
                            Collectors.toMap(
                                    file -> file.getFileName().toString(), ToolsListIT::read)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rewrite(Map<String, String> listed) throws IOException {
        Files.createDirectories(GOLDEN);
        for (String gone : committed().keySet()) {
            if (!listed.containsKey(gone)) {
                Files.delete(GOLDEN.resolve(gone));
            }
        }
        for (Map.Entry<String, String> file : listed.entrySet()) {
            Files.writeString(GOLDEN.resolve(file.getKey()), file.getValue());
        }
    }
}
