package io.os199.cs.health.segments;

import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * One rule about a client.
 *
 * @param value a number as a decimal, or a word
 * @param values for {@code in}, {@code not_in}, and the two ends of {@code between}
 */
public record Criterion(
        CriterionField field,
        CriterionOp op,
        @Nullable @Size(max = 200) String value,
        @Nullable @Size(max = 50) List<String> values) {

    static Criterion of(CriterionField field, CriterionOp op, String value) {
        return new Criterion(field, op, value, null);
    }

    static Criterion of(CriterionField field, CriterionOp op, BigDecimal value) {
        return of(field, op, value.toPlainString());
    }

    static Criterion missing(CriterionField field) {
        return new Criterion(field, CriterionOp.IS_MISSING, null, null);
    }
}
