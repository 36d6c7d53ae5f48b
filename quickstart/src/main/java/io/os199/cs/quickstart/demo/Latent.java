package io.os199.cs.quickstart.demo;

import java.time.LocalDate;

/**
 * What no table shows and everything follows from: how satisfied a client is and how far it has taken up the product,
 * both 0 to 1, week by week since its start. Both drift slowly around the client's own level; some clients go through
 * one episode of trouble, which pulls both down and lets go again, if it is over.
 */
final class Latent {
    private static final double TROUBLE_RATE = 0.30;

    /** Trouble begins within the history or not at all. */
    private static final int LONGEST_AGO_WEEKS = 100;

    private static final int NEVER = 1_000_000;
    private static final int RAMP_WEEKS = 5;
    private static final int TAKE_UP_WEEKS = 14;

    private final Account account;
    private final double[] satisfaction;
    private final double[] adoption;
    private final int troubleFrom;
    private final int troubleTo;

    Latent(DemoOptions options, Account account) {
        this.account = account;
        Dice dice = Dice.of(options.seed(), account.number(), "latent");
        int weeks = (int) account.weeksUntil(options.today()) + 1;
        boolean globex = account.number() == Account.GLOBEX;
        boolean untroubled =
                account.number() == Account.ACME || account.number() == Account.INITECH;
        if (globex || (!untroubled && weeks > 8 && dice.chance(TROUBLE_RATE))) {
            int longestAgo = Math.min(LONGEST_AGO_WEEKS, weeks - 6);
            troubleFrom = globex ? weeks - 15 : weeks - dice.between(3, longestAgo);
            troubleTo = globex ? weeks + 10 : troubleFrom + dice.between(14, 44);
        } else {
            troubleFrom = NEVER;
            troubleTo = NEVER;
        }
        double depth = dice.real(0.34, 0.52);
        satisfaction = drift(dice, weeks, clamp(0.76 + 0.09 * dice.bell(), 0.55, 0.96), depth);
        adoption = drift(dice, weeks, clamp(0.72 + 0.12 * dice.bell(), 0.45, 0.97), depth * 0.95);
        for (int week = 0; week < Math.min(TAKE_UP_WEEKS, weeks); week++) {
            adoption[week] *= 0.35 + 0.65 * week / TAKE_UP_WEEKS;
        }
    }

    double satisfactionOn(LocalDate day) {
        return satisfaction[week(day)];
    }

    double adoptionOn(LocalDate day) {
        return adoption[week(day)];
    }

    /** The mean over the eight weeks that end on that day, on which decisions rest. */
    double recentSatisfaction(LocalDate day) {
        int last = week(day);
        int first = Math.max(0, last - 7);
        double sum = 0;
        for (int week = first; week <= last; week++) {
            sum += satisfaction[week];
        }
        return sum / (last - first + 1);
    }

    /** Whether the episode, if there is one, has set in and is not over on that day. */
    boolean isInTrouble(LocalDate day) {
        int week = week(day);
        return week >= troubleFrom + RAMP_WEEKS && week < troubleTo;
    }

    private double[] drift(Dice dice, int weeks, double level, double depth) {
        double[] values = new double[weeks];
        double offset = 0;
        for (int week = 0; week < weeks; week++) {
            offset = 0.92 * offset + 0.018 * dice.bell();
            values[week] = clamp(level + offset - depth * trouble(week), 0.04, 0.99);
        }
        return values;
    }

    /** 0 outside the episode, 1 in its midst, and between them while it comes and goes. */
    private double trouble(int week) {
        if (week < troubleFrom) {
            return 0;
        }
        double coming = (week - troubleFrom + 1) / (double) RAMP_WEEKS;
        double going = 1 - (week - troubleTo) / (2.0 * RAMP_WEEKS);
        return clamp(Math.min(coming, going), 0, 1);
    }

    private int week(LocalDate day) {
        return (int) Math.min(account.weeksUntil(day), satisfaction.length - 1L);
    }

    static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
