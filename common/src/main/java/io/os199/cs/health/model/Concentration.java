package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;

/**
 * How few clients the ARR rests on.
 *
 * @param clientsFor80PercentArrCount the fewest clients whose ARR reaches 80 % of the total
 * @param top20PercentArrRate the share of the largest fifth of the clients, rounded up to whole clients; absent
 *     without ARR
 */
public record Concentration(
        int clientsFor80PercentArrCount, @Nullable BigDecimal top20PercentArrRate) {
    private static final BigDecimal FOUR = BigDecimal.valueOf(4);
    private static final BigDecimal FIVE = BigDecimal.valueOf(5);

    /** Computes the concentration from the ARR of every client, in any order: ties do not affect a sum. */
    public static Concentration of(List<BigDecimal> arrAmounts) {
        BigDecimal total = arrAmounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (total.signum() == 0) {
            return new Concentration(0, null);
        }
        int fifth = (arrAmounts.size() + 4) / 5;
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal ofFifth = BigDecimal.ZERO;
        int clients = 0;
        int reached = 0;
        for (BigDecimal amount : arrAmounts.stream().sorted(Comparator.reverseOrder()).toList()) {
            sum = sum.add(amount);
            clients++;
            if (clients == fifth) {
                ofFifth = sum;
            }
            if (reached == 0 && sum.multiply(FIVE).compareTo(total.multiply(FOUR)) >= 0) {
                reached = clients;
            }
        }
        return new Concentration(reached, ofFifth.divide(total, 4, RoundingMode.HALF_UP));
    }
}
