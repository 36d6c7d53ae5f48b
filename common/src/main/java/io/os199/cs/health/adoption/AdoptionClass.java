package io.os199.cs.health.adoption;

import java.math.BigDecimal;

/** The extent to which a client has adopted a feature. */
public enum AdoptionClass {
    HIGH,
    MODERATE,
    LOW,
    UNUSED,
    ABANDONED;

    /**
     * Returns the class for the given numbers of users.
     *
     * @param active users active in the window
     * @param adopters those of them who adopted the feature and used it
     * @param tried users who ever used it
     */
    public static AdoptionClass of(int active, int adopters, int tried, BigDecimal threshold) {
        // Compared as counts: a rounded rate could fall on the other side of a threshold.
        BigDecimal reached = BigDecimal.valueOf(Math.min(adopters, active));
        BigDecimal needed = threshold.multiply(BigDecimal.valueOf(active));
        if (reached.signum() > 0) {
            if (reached.compareTo(needed.multiply(BigDecimal.TWO)) >= 0) {
                return HIGH;
            }
            return reached.compareTo(needed) >= 0 ? MODERATE : LOW;
        }
        return tried == 0 ? UNUSED : ABANDONED;
    }

    /** Whether this class counts as adopted. */
    public boolean isAdopted() {
        return this == HIGH || this == MODERATE;
    }
}
