package io.os199.cs.onboarding;

import io.os199.cs.platform.statistics.Survival;

import java.util.Collection;

/** Clients that took the same time to reach first value, or have been on the way for equally long. */
public interface TimedClients {
    /** Returns the days until first value, or the age in days of clients that have not reached it. */
    int days();

    boolean isReached();

    int clientCount();

    /** Returns the curve of how long the clients took; those still on the way count with their age. */
    static Survival curve(Collection<? extends TimedClients> all) {
        return Survival.of(
                all.stream()
                        .map(
                                each ->
                                        new Survival.Cases(
                                                each.days(), each.isReached(), each.clientCount()))
                        .toList());
    }

    static int count(Collection<? extends TimedClients> all) {
        return all.stream().mapToInt(TimedClients::clientCount).sum();
    }

    /** Returns how many of the clients have reached first value. */
    static int reached(Collection<? extends TimedClients> all) {
        return all.stream()
                .filter(TimedClients::isReached)
                .mapToInt(TimedClients::clientCount)
                .sum();
    }
}
