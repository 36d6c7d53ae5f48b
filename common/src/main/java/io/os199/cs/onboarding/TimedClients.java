package io.os199.cs.onboarding;

import io.os199.cs.platform.statistics.Survival;

import java.util.Collection;

/** Clients that took the same time to first value, or have been on the way for as long. */
public interface TimedClients {
    /** Until first value, or the age of those that have not reached it. */
    int days();

    boolean isReached();

    int clientCount();

    /** How long they took, those still on the way counted with their age. */
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

    /** How many of them have reached first value. */
    static int reached(Collection<? extends TimedClients> all) {
        return all.stream()
                .filter(TimedClients::isReached)
                .mapToInt(TimedClients::clientCount)
                .sum();
    }
}
