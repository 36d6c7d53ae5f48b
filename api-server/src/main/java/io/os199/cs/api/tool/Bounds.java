package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;

/**
 * The bounds of one value, read from the Jakarta constraints of its declaration.
 *
 * @param size of a text in characters, of a list in items; absent: the default of all tools applies
 * @param lowest smallest number; absent for none
 * @param highest largest number; absent for none
 * @param decimals most decimals of a number; absent for the default of two
 * @param pattern what a text must match as a whole
 * @param email whether a text must be a mail address
 */
record Bounds(
        @Nullable Size size,
        @Nullable BigDecimal lowest,
        @Nullable BigDecimal highest,
        @Nullable Integer decimals,
        @Nullable Pattern pattern,
        boolean email) {
    private static final BigDecimal LARGEST_LISTED = BigDecimal.valueOf(1_000_000);

    static Bounds of(AnnotatedElement... declarations) {
        Min min = find(Min.class, declarations);
        Max max = find(Max.class, declarations);
        DecimalMin decimalMin = find(DecimalMin.class, declarations);
        DecimalMax decimalMax = find(DecimalMax.class, declarations);
        Digits digits = find(Digits.class, declarations);
        return new Bounds(
                find(Size.class, declarations),
                min != null ? BigDecimal.valueOf(min.value()) : decimal(decimalMin),
                max != null ? BigDecimal.valueOf(max.value()) : decimal(decimalMax),
                digits == null ? null : digits.fraction(),
                find(Pattern.class, declarations),
                find(Email.class, declarations) != null);
    }

    /**
     * Lists the bounds of a number that are useful to a caller; a bound that only excludes negative numbers, zero or
     * millions is left out.
     */
    void describe(ObjectNode schema) {
        if (lowest != null && lowest.compareTo(BigDecimal.ONE) > 0) {
            schema.put("minimum", lowest);
        }
        if (highest != null && highest.compareTo(LARGEST_LISTED) < 0) {
            schema.put("maximum", highest);
        }
    }

    int minimumSize() {
        return size == null ? 0 : size.min();
    }

    int maximumSize(int usual) {
        return size == null || size.max() == Integer.MAX_VALUE ? usual : size.max();
    }

    private static @Nullable BigDecimal decimal(@Nullable DecimalMin min) {
        return min == null ? null : new BigDecimal(min.value());
    }

    private static @Nullable BigDecimal decimal(@Nullable DecimalMax max) {
        return max == null ? null : new BigDecimal(max.value());
    }

    private static <A extends Annotation> @Nullable A find(
            Class<A> type, AnnotatedElement... declarations) {
        for (AnnotatedElement declaration : declarations) {
            A found = declaration.getAnnotation(type);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
