package io.os199.cs.health.segments;

import java.util.EnumSet;
import java.util.Set;

/** How a criterion compares. A missing value satisfies only {@code IS_MISSING}. */
public enum CriterionOp {
    EQ,
    NE,
    LT,
    LTE,
    GT,
    GTE,
    BETWEEN,
    IN,
    NOT_IN,
    IS_MISSING,
    IS_PRESENT;

    static final Set<CriterionOp> OF_NUMBERS =
            EnumSet.of(EQ, NE, LT, LTE, GT, GTE, BETWEEN, IS_MISSING, IS_PRESENT);
    static final Set<CriterionOp> OF_WORDS = EnumSet.of(EQ, NE, IN, NOT_IN, IS_MISSING, IS_PRESENT);

    /** Whether the operator takes {@code values}. */
    boolean takesMany() {
        return this == BETWEEN || this == IN || this == NOT_IN;
    }

    /** Whether the operator takes {@code value}. */
    boolean takesOne() {
        return !takesMany() && this != IS_MISSING && this != IS_PRESENT;
    }
}
