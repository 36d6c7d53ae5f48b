package io.os199.cs.health.segments;

import io.os199.cs.core.ScoreFaults;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks criteria for operators that the field does not have and for invalid values. */
public final class CriterionFaults {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,4})?");
    private static final String A_NUMBER = "a number as 65 or 12500.50";

    private CriterionFaults() {}

    /**
     * Returns the faults of the criteria, each under its own path.
     *
     * @param unread the paths that could not be read: the values there are absent and have already been reported
     */
    public static List<Fault> of(String path, List<Criterion> criteria, Set<String> unread) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < criteria.size(); i++) {
            String at = path + "[" + i + "].";
            if (!unread.contains(at + "field") && !unread.contains(at + "op")) {
                find(at, criteria.get(i), faults::add);
            }
        }
        return faults;
    }

    private static void find(String at, Criterion criterion, Consumer<Fault> report) {
        CriterionField field = criterion.field();
        CriterionOp op = criterion.op();
        String name = WireName.of(field);
        if (!field.ops().contains(op)) {
            String ops = field.ops().stream().map(WireName::of).collect(Collectors.joining(", "));
            report.accept(
                    new Fault(
                            at + "op",
                            at + "op " + WireName.of(op) + " is not for " + name + "; send " + ops,
                            "one of " + ops));
            return;
        }
        if (criterion.value() != null && !op.takesOne()) {
            report.accept(unused(at + "value", op));
        }
        if (criterion.values() != null && !op.takesMany()) {
            report.accept(unused(at + "values", op));
        }
        if (op.takesOne()) {
            String value = criterion.value();
            if (value == null) {
                report.accept(needed(at + "value", op, "a value"));
            } else {
                check(at + "value", field, value, report);
            }
        } else if (op.takesMany()) {
            many(at + "values", criterion, report);
        }
    }

    private static void many(String at, Criterion criterion, Consumer<Fault> report) {
        List<String> values = criterion.values() == null ? List.of() : criterion.values();
        boolean isRange = criterion.op() == CriterionOp.BETWEEN;
        if (isRange ? values.size() != 2 : values.isEmpty()) {
            report.accept(
                    needed(at, criterion.op(), isRange ? "exactly two values" : "1 to 50 values"));
            return;
        }
        boolean areSound = true;
        for (int i = 0; i < values.size(); i++) {
            areSound &= check(at + "[" + i + "]", criterion.field(), values.get(i), report);
        }
        if (isRange
                && areSound
                && new BigDecimal(values.getFirst()).compareTo(new BigDecimal(values.getLast()))
                        > 0) {
            report.accept(
                    new Fault(
                            at,
                            at + " is empty: its first value is above its second",
                            "low, high"));
        }
    }

    /** Checks one value; the fault does not repeat the value, because the caller knows what it sent. */
    private static boolean check(
            String at, CriterionField field, String value, Consumer<Fault> report) {
        if (field.isNumber()) {
            if (NUMBER.matcher(value).matches()) {
                List<Fault> faults =
                        field.isScore() ? ScoreFaults.of(at, new BigDecimal(value)) : List.of();
                faults.forEach(report);
                return faults.isEmpty();
            }
            report.accept(new Fault(at, at + " is no number; send " + A_NUMBER, A_NUMBER));
            return false;
        }
        List<String> words = field.words();
        if (words.isEmpty() || words.contains(value.strip().toLowerCase(Locale.ROOT))) {
            return true;
        }
        String expected = "one of " + String.join(", ", words);
        report.accept(
                new Fault(
                        at, at + " is no " + WireName.of(field) + "; send " + expected, expected));
        return false;
    }

    private static Fault unused(String at, CriterionOp op) {
        return new Fault(
                at, at + " is not used by " + WireName.of(op) + "; leave it out", "absent");
    }

    private static Fault needed(String at, CriterionOp op, String what) {
        return new Fault(at, at + " is needed by " + WireName.of(op) + "; send " + what, what);
    }
}
