package io.os199.cs.health.segments;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.json.WireName;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The criteria language as SQL: one fragment per rule, taken from a fixed list in this class and joined by {@code
 * and}, and the values that it binds. Nothing that a caller sends becomes part of the text.
 */
final class Criteria {
    private final List<String> fragments = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Criteria() {}

    /** Translates criteria in which {@link CriterionFaults} finds nothing. */
    static Criteria of(List<Criterion> criteria) {
        Criteria all = new Criteria();
        criteria.forEach(all::add);
        return all;
    }

    /** Returns the criteria as a condition: true when there are none; unknown where a value is missing. */
    String sql() {
        return fragments.isEmpty() ? "true" : String.join("\n            and ", fragments);
    }

    Map<String, Object> values() {
        return values;
    }

    /** Whether the criteria ask for clients that have left. */
    static boolean areOfChurned(List<Criterion> criteria) {
        return criteria.stream()
                .filter(each -> each.op() == CriterionOp.EQ || each.op() == CriterionOp.IN)
                .anyMatch(
                        each ->
                                switch (each.field()) {
                                    case STATUS ->
                                            words(each).contains(WireName.of(ClientStatus.CHURNED));
                                    case LIFECYCLE_STAGE ->
                                            words(each)
                                                    .contains(WireName.of(LifecycleStage.CHURNED));
                                    default -> false;
                                });
    }

    private void add(Criterion criterion) {
        CriterionField field = criterion.field();
        if (field == CriterionField.TAG) {
            addTag(criterion);
        } else if (criterion.op() == CriterionOp.IS_MISSING) {
            fragments.add(field.sql() + " is null");
        } else if (criterion.op() == CriterionOp.IS_PRESENT) {
            fragments.add(field.sql() + " is not null");
        } else if (field.isNumber()) {
            addNumber(criterion);
        } else {
            fragments.add(compared(field.sql(), criterion));
        }
    }

    private void addNumber(Criterion criterion) {
        String sql = criterion.field().sql();
        List<BigDecimal> numbers = sent(criterion).map(BigDecimal::new).toList();
        if (criterion.op() == CriterionOp.BETWEEN) {
            String low = bind(numbers.getFirst());
            fragments.add(sql + " between " + low + " and " + bind(numbers.getLast()));
            return;
        }
        String operator =
                switch (criterion.op()) {
                    case EQ -> "=";
                    case NE -> "<>";
                    case LT -> "<";
                    case LTE -> "<=";
                    case GT -> ">";
                    case GTE -> ">=";
                    default -> throw new IllegalArgumentException("not of numbers");
                };
        fragments.add(sql + " " + operator + " " + bind(numbers.getFirst()));
    }

    /** Adds a condition that is met if any of the tags meets it; a client without tags has none to compare. */
    private void addTag(Criterion criterion) {
        switch (criterion.op()) {
            case IS_MISSING -> fragments.add("cardinality(c.tags) = 0");
            case IS_PRESENT -> fragments.add("cardinality(c.tags) > 0");
            default ->
                    fragments.add(
                            "exists (select from unnest(c.tags) tag where "
                                    + compared("lower(tag)", criterion)
                                    + ")");
        }
    }

    private String compared(String sql, Criterion criterion) {
        String bound = bind(words(criterion).toArray(String[]::new));
        boolean isNot = criterion.op() == CriterionOp.NE || criterion.op() == CriterionOp.NOT_IN;
        return sql + (isNot ? " <> all(" : " = any(") + bound + ")";
    }

    private String bind(Object value) {
        String name = "criterion" + values.size();
        values.put(name, value);
        return ":" + name;
    }

    private static List<String> words(Criterion criterion) {
        return sent(criterion).map(word -> word.strip().toLowerCase(Locale.ROOT)).toList();
    }

    private static Stream<String> sent(Criterion criterion) {
        return criterion.op().takesMany()
                ? Objects.requireNonNull(criterion.values()).stream()
                : Stream.of(Objects.requireNonNull(criterion.value()));
    }
}
