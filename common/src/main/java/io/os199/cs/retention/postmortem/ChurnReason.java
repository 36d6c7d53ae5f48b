package io.os199.cs.retention.postmortem;

import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The reason why a customer left, as people gave it, in terms that can be compared. */
public enum ChurnReason {
    PRICE,
    BUDGET_CUT,
    MISSING_FEATURES,
    PRODUCT_QUALITY,
    POOR_ADOPTION,
    ONBOARDING_FAILED,
    SUPPORT_QUALITY,
    CHAMPION_LEFT,
    COMPETITOR,
    BUSINESS_CLOSED,
    MERGER,
    OTHER;

    /** The keys, as stored, of the signs that support a reason; no sign supports the others. */
    private static final Map<ChurnReason, Set<String>> SIGNS =
            Map.of(
                    PRICE,
                    Set.of("health.payment", "risk.contraction"),
                    BUDGET_CUT,
                    Set.of("health.payment", "risk.contraction"),
                    POOR_ADOPTION,
                    Set.of("risk.usage_drop", "risk.inactive", "risk.seats_idle"),
                    ONBOARDING_FAILED,
                    Set.of("risk.onboarding_stalled"),
                    SUPPORT_QUALITY,
                    Set.of(
                            "risk.aged_urgent_ticket",
                            "risk.ticket_spike",
                            "risk.open_escalation",
                            "risk.csat_low"),
                    CHAMPION_LEFT,
                    Set.of("risk.champion_left"));

    /** Whether the signs that were seen agree with the reason that was given. */
    public enum Agreement {
        SUPPORTED,
        NOT_SUPPORTED,
        NO_REASON_RECORDED
    }

    /** Returns the reason with a name as it is sent; absent for any other text. */
    public static @Nullable ChurnReason named(String name) {
        return Arrays.stream(values())
                .filter(reason -> WireName.of(reason).equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns all names. */
    public static String names() {
        return Arrays.stream(values()).map(WireName::of).collect(Collectors.joining(", "));
    }

    /**
     * Returns the agreement of a reason with the signs that were seen; absent for a reason that no sign supports.
     *
     * @param seen the keys of the signs, as they are stored
     */
    public static @Nullable Agreement agreement(@Nullable ChurnReason reason, Set<String> seen) {
        if (reason == null) {
            return Agreement.NO_REASON_RECORDED;
        }
        Set<String> signs = SIGNS.get(reason);
        if (signs == null) {
            return null;
        }
        return signs.stream().anyMatch(seen::contains)
                ? Agreement.SUPPORTED
                : Agreement.NOT_SUPPORTED;
    }
}
