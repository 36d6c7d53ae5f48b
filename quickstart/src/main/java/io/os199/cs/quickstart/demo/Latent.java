package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.Role;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The hidden state, in no table, from which everything follows: how satisfied a client is and how far it has adopted
 * the product, both 0 to 1, week by week since its start. Both drift slowly around the client's own level; some
 * clients go through episodes of trouble, which pull both down and, unless they are still going on, release them
 * again.
 */
final class Latent {
    /** The probability that an episode begins within two years. */
    private static final double TROUBLE_RATE = 0.30;

    /**
     * The most recent week in which an episode begins, in weeks ago; none begins before the history or in a client's
     * first weeks either.
     */
    private static final int LATEST_WEEKS_AGO = 3;

    private static final int TWO_YEARS_WEEKS = 97;
    private static final int MARGIN_WEEKS = 6;
    private static final int RAMP_WEEKS = 5;
    private static final int TAKE_UP_WEEKS = 14;

    /** An episode in weeks since the client's start; trouble takes some weeks to set in and to recede. */
    private record Episode(int from, int to) {
        /** Returns 0 outside the episode, 1 at its height, and values between while it sets in and recedes. */
        double weight(int week) {
            if (week < from) {
                return 0;
            }
            double coming = (week - from + 1) / (double) RAMP_WEEKS;
            double going = 1 - (week - to) / (2.0 * RAMP_WEEKS);
            return clamp(Math.min(coming, going), 0, 1);
        }
    }

    private final Account account;
    private final double[] satisfaction;
    private final double[] adoption;
    private final List<Episode> episodes;

    Latent(DemoOptions options, Account account) {
        this.account = account;
        Dice dice = Dice.of(options.seed(), account.number(), "latent");
        int weeks = (int) account.weeksUntil(options.today()) + 1;
        episodes = episodes(options, weeks, dice);
        double depth = dice.real(0.34, 0.52);
        satisfaction = drift(dice, weeks, clamp(0.76 + 0.09 * dice.bell(), 0.55, 0.96), depth);
        adoption = drift(dice, weeks, clamp(0.72 + 0.12 * dice.bell(), 0.45, 0.97), depth * 0.95);
        play(options);
        for (int week = 0; week < Math.min(TAKE_UP_WEEKS, weeks); week++) {
            adoption[week] *= 0.35 + 0.65 * week / TAKE_UP_WEEKS;
        }
    }

    /**
     * Returns the episodes. Globex is in the middle of one; of the clients without a script, some go through one
     * every two years.
     */
    private List<Episode> episodes(DemoOptions options, int weeks, Dice dice) {
        if (account.number() == Account.GLOBEX) {
            return List.of(new Episode(weeks - 15, weeks + 10));
        }
        List<Episode> found = new ArrayList<>();
        int longestAgo = Math.min(options.days() / 7 - 4, weeks - MARGIN_WEEKS);
        for (int ago = LATEST_WEEKS_AGO;
                !account.isWritten() && ago <= longestAgo;
                ago += TWO_YEARS_WEEKS) {
            if (dice.chance(TROUBLE_RATE)) {
                int latest = Math.min(ago + TWO_YEARS_WEEKS, longestAgo);
                int from = weeks - dice.between(ago, latest);
                found.add(new Episode(from, from + dice.between(14, 44)));
            }
        }
        return found;
    }

    /** Replaces chance with what is scripted for the client. */
    private void play(DemoOptions options) {
        Role role = account.role();
        if (role == null) {
            return;
        }
        for (int week = 0; week < satisfaction.length; week++) {
            int daysAgo = options.history().daysAgo(account.start().plusWeeks(week));
            satisfaction[week] = role.satisfaction(daysAgo, satisfaction[week]);
            adoption[week] = role.adoption(daysAgo, adoption[week]);
        }
    }

    double satisfactionOn(LocalDate day) {
        return satisfaction[week(day)];
    }

    double adoptionOn(LocalDate day) {
        return adoption[week(day)];
    }

    /** Returns the mean over the eight weeks that end on that day, on which decisions are based. */
    double recentSatisfaction(LocalDate day) {
        int last = week(day);
        int first = Math.max(0, last - 7);
        double sum = 0;
        for (int week = first; week <= last; week++) {
            sum += satisfaction[week];
        }
        return sum / (last - first + 1);
    }

    /** Whether an episode has set in and is not over on that day. */
    boolean isInTrouble(LocalDate day) {
        int week = week(day);
        return episodes.stream().anyMatch(e -> week >= e.from() + RAMP_WEEKS && week < e.to());
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

    private double trouble(int week) {
        return episodes.stream().mapToDouble(e -> e.weight(week)).max().orElse(0);
    }

    private int week(LocalDate day) {
        return (int) Math.min(account.weeksUntil(day), satisfaction.length - 1L);
    }

    static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
