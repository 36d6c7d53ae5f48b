package io.os199.cs.api.web;

import io.os199.cs.ingest.Imports;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the parameters of an import, however they are given: all of them, with everything that is wrong with them. */
public final class ImportParameters {
    private static final Map<String, Character> DELIMITERS =
            Map.of(",", ',', ";", ';', "tab", '\t', "\t", '\t');
    private static final Set<String> NAMES =
            new TreeSet<>(
                    Set.of(
                            "kind",
                            "format",
                            "mode",
                            "on_conflict",
                            "delimiter",
                            "dry_run",
                            "force"));

    private final Function<String, @Nullable String> given;
    private final List<String> faults = new ArrayList<>();

    private ImportParameters(Function<String, @Nullable String> given) {
        this.given = given;
    }

    /** The result of reading. */
    public sealed interface Read {}

    public record Good(Imports.Order order) implements Read {}

    public record Bad(String message) implements Read {}

    /** The format that a file name indicates. */
    public static String formatOf(String file) {
        return file.matches(".*\\.(nd)?jsonl?(\\.gz)?") ? "ndjson" : "csv";
    }

    static String known() {
        return String.join(", ", NAMES);
    }

    /** The names that match no parameter. */
    static List<String> unknown(Set<String> names) {
        return names.stream().filter(name -> !NAMES.contains(name)).sorted().toList();
    }

    /**
     * Reads the parameters.
     *
     * @param given the values by name; absent where nothing is given
     */
    public static Read read(Function<String, @Nullable String> given, String principal) {
        return new ImportParameters(given).read(principal);
    }

    private Read read(String principal) {
        Kind kind = Kinds.named(given.apply("kind") == null ? "" : text("kind", "")).orElse(null);
        if (kind == null) {
            faults.add("kind is one of " + String.join(", ", Kinds.names()));
        }
        ImportFormat format = word("format", ImportFormat.class, ImportFormat.CSV);
        ImportMode mode = word("mode", ImportMode.class, ImportMode.STRICT);
        OnConflict onConflict = word("on_conflict", OnConflict.class, OnConflict.UPDATE);
        Character delimiter = DELIMITERS.get(text("delimiter", ","));
        if (delimiter == null) {
            faults.add("delimiter is one of , ; tab");
        }
        boolean dryRun = flag("dry_run");
        boolean force = flag("force");
        if (kind == null || delimiter == null || !faults.isEmpty()) {
            return new Bad(String.join("; ", faults));
        }
        return new Good(
                new Imports.Order(
                        kind,
                        format,
                        mode,
                        onConflict,
                        new ImportOptions(delimiter, dryRun, force),
                        principal));
    }

    private String text(String name, String otherwise) {
        String value = given.apply(name);
        return value == null ? otherwise : value;
    }

    private boolean flag(String name) {
        String value = text(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            faults.add(name + " is true or false");
        }
        return value.equals("true");
    }

    private <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
        Map<String, E> words = new TreeMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(WireName.of(constant), constant);
        }
        String value = text(name, WireName.of(otherwise));
        E word = words.get(value);
        if (word == null) {
            faults.add(name + " is one of " + String.join(", ", words.keySet()));
            return otherwise;
        }
        return word;
    }
}
