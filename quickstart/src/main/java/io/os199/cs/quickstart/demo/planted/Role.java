package io.os199.cs.quickstart.demo.planted;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The part that a client plays: who it is, and where its story departs from the ordinary one. Days ago are counted from
 * the first day that has not happened yet.
 */
public interface Role {
    String name();

    String industry();

    /** {@code starter}, {@code standard}, {@code professional} or {@code enterprise}. */
    String tier();

    int seats();

    /** Days since its first contract began. */
    int ageDays();

    /** Under {@code .example}, which nobody can own. */
    String domain();

    default double satisfaction(int daysAgo, double ordinary) {
        return ordinary;
    }

    default double adoption(int daysAgo, double ordinary) {
        return ordinary;
    }

    /** Whether nobody of the client uses, asks or answers anything. */
    default boolean isSilent(int daysAgo) {
        return false;
    }

    /** Users of the product for each seat. */
    default double usersPerSeat(double ordinary) {
        return ordinary;
    }

    /** By what the list price is multiplied. */
    default double priceFactor() {
        return 1;
    }

    default double ticketRate(int daysAgo) {
        return 1;
    }

    /** Whether every ticket that breaks its promise goes up the line while the client is unhappy. */
    default boolean escalates() {
        return false;
    }

    /** When the champion left; until then, and without one who left, it is there. */
    default OptionalInt championLeftDaysAgo() {
        return OptionalInt.empty();
    }

    /** What is on the table for the renewal ahead. */
    default Optional<Offer> offer() {
        return Optional.empty();
    }

    /** Whose contacts it has instead of its own. */
    default Optional<Role> sameContactsAs() {
        return Optional.empty();
    }

    /** How it writes, unless in English. */
    default Optional<Wording> wording() {
        return Optional.empty();
    }

    /** Tickets beside those of chance. */
    default List<Letter> letters() {
        return List.of();
    }

    /** Survey answers beside those of chance. */
    default List<Verdict> verdicts() {
        return List.of();
    }
}
