package io.os199.cs.ingest;

import io.os199.cs.ingest.KnownColumn.Bad;
import io.os199.cs.ingest.KnownFile.Written;
import io.os199.cs.ingest.KnownKind.WrongTogether;
import io.os199.cs.ingest.TestImports.Ask;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A fault that can be put into a good file. The code that puts it in knows what has to be reported. */
record PlantedFault(String name, Planting planting) {
    private static final UnaryOperator<List<String>> NO_DAMAGE = UnaryOperator.identity();

    /** Puts the fault into a file whose rows are numbered from {@code firstNumber}. */
    @FunctionalInterface
    interface Planting {
        Planted plant(int firstNumber, Random random);
    }

    /**
     * A file with the fault.
     *
     * @param value the value that the report shows, empty for none; absent where it does not matter
     */
    record Planted(
            Ask ask,
            byte[] file,
            int rowCount,
            long line,
            String field,
            String code,
            @Nullable String value) {}

    /** Returns all faults of a kind. */
    static List<PlantedFault> of(KnownKind kind) {
        List<PlantedFault> faults = new ArrayList<>();
        for (KnownColumn column : kind.columns()) {
            for (Bad bad : column.bad()) {
                faults.add(badCell(kind, column, bad));
            }
        }
        kind.wrong().forEach(wrong -> faults.add(wrongTogether(kind, wrong)));
        faults.add(duplicate(kind));
        Damages.csv().forEach((name, damage) -> faults.add(damagedCsv(kind, name, damage)));
        Damages.json().forEach((name, damage) -> faults.add(damagedJson(kind, name, damage)));
        Damages.fields().forEach(wrong -> faults.add(wrongField(kind, wrong)));
        Damages.values().forEach(json -> faults.add(wrongJson(kind, json)));
        return faults;
    }

    private static PlantedFault badCell(KnownKind kind, KnownColumn column, Bad bad) {
        String shown = shown(column, bad);
        return new PlantedFault(
                "%s: %s %s".formatted(kind.name(), column.name(), bad.code()),
                (number, random) -> {
                    KnownFile file = KnownFile.good(kind, List.of(column.name()), number, random);
                    int row = random.nextInt(file.rows().size());
                    file.rows().get(row).put(column.name(), bad.value());
                    boolean hasComma = bad.value().contains(",");
                    return written(
                            kind, file, row, column.name(), bad.code(), shown, hasComma, random);
                });
    }

    private static @Nullable String shown(KnownColumn column, Bad bad) {
        if (column.isPersonal() || bad.code().equals("missing")) {
            return "";
        }
        // A value that is looked up in the database is shown in its stored form.
        return bad.code().equals("unknown_reference")
                ? null
                : bad.value()
                        .replace('\0', '\ufffd')
                        .codePoints()
                        .limit(100)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    private static PlantedFault wrongTogether(KnownKind kind, WrongTogether wrong) {
        return new PlantedFault(
                "%s: %s %s with others".formatted(kind.name(), wrong.field(), wrong.code()),
                (number, random) -> {
                    KnownFile file = KnownFile.good(kind, List.of(), number, random);
                    int row = random.nextInt(file.rows().size());
                    file.rows().get(row).putAll(wrong.values());
                    return written(
                            kind, file, row, wrong.field(), wrong.code(), null, false, random);
                });
    }

    private static PlantedFault duplicate(KnownKind kind) {
        return new PlantedFault(
                kind.name() + ": a key twice",
                (number, random) -> {
                    KnownFile file = KnownFile.good(kind, List.of(), number, random);
                    int row = 1 + random.nextInt(file.rows().size() - 1);
                    Map<String, String> before = file.rows().get(random.nextInt(row));
                    kind.key()
                            .forEach(
                                    column -> file.rows().get(row).put(column, before.get(column)));
                    String field = kind.key().getLast();
                    return written(
                            kind, file, row, field, "duplicate_in_file", null, false, random);
                });
    }

    private static Planted written(
            KnownKind kind,
            KnownFile file,
            int row,
            String field,
            String code,
            @Nullable String value,
            boolean needsPoint,
            Random random) {
        boolean isCsv = random.nextInt(3) > 0;
        // With semicolons, decimals may have a comma.
        char delimiter = (needsPoint ? ",\t" : ",\t;").charAt(random.nextInt(needsPoint ? 2 : 3));
        Written written =
                isCsv
                        ? file.csv(delimiter, file.rows().size(), NO_DAMAGE, random)
                        : file.ndjson(row, UnaryOperator.identity(), random);
        Ask ask = isCsv ? Ask.of(kind.name()).delimited(delimiter) : Ask.of(kind.name()).ndjson();
        long line = written.lines().get(row);
        int rows = file.rows().size();
        return new Planted(ask, written.bytes(), rows, line, field, code, value);
    }

    private static PlantedFault damagedCsv(
            KnownKind kind, String name, UnaryOperator<List<String>> damage) {
        return new PlantedFault(
                kind.name() + ": " + name,
                (number, random) -> {
                    KnownFile file = KnownFile.good(kind, List.of("none"), number, random);
                    int row = random.nextInt(file.rows().size());
                    char delimiter = ",\t;".charAt(random.nextInt(3));
                    Written written = file.csv(delimiter, row, damage, random);
                    return new Planted(
                            Ask.of(kind.name()).delimited(delimiter),
                            written.bytes(),
                            file.rows().size(),
                            written.lines().get(row),
                            "line",
                            "malformed_line",
                            null);
                });
    }

    private static PlantedFault damagedJson(
            KnownKind kind, String name, UnaryOperator<String> damage) {
        return json(kind, name, "line", "malformed_line", damage);
    }

    private static PlantedFault wrongField(KnownKind kind, Damages.WrongField wrong) {
        return json(
                kind,
                "a field that there is not",
                wrong.shown(),
                "not_allowed",
                json -> '{' + wrong.json() + ':' + "1," + json.substring(1));
    }

    private static PlantedFault wrongJson(KnownKind kind, String value) {
        String field = kind.key().getLast();
        String name = '"' + field + "\":";
        return json(
                kind,
                "JSON of another type",
                field,
                "wrong_type",
                json -> json.replaceFirst(name + "\"[^\"]*\"", name + value));
    }

    private static PlantedFault json(
            KnownKind kind, String name, String field, String code, UnaryOperator<String> damage) {
        return new PlantedFault(
                kind.name() + ": " + name,
                (number, random) -> {
                    KnownFile file = KnownFile.good(kind, List.of("none"), number, random);
                    int row = random.nextInt(file.rows().size());
                    Written written = file.ndjson(row, damage, random);
                    return new Planted(
                            Ask.of(kind.name()).ndjson(),
                            written.bytes(),
                            file.rows().size(),
                            written.lines().get(row),
                            field,
                            code,
                            null);
                });
    }
}
