package io.os199.cs.quickstart.demo.planted;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The role that a client plays: who it is, and where its story departs from the ordinary one. Days ago are counted
 * from the first day that has not happened yet.
 */
public interface Role {
    String name();

    String industry();

    /** The tier: {@code starter}, {@code standard}, {@code professional} or {@code enterprise}. */
    String tier();

    int seats();

    /** The days since its first contract began. */
    int ageDays();

    /** A domain under {@code .example}, which nobody can own. */
    String domain();

    default double satisfaction(int daysAgo, double ordinary) {
        return ordinary;
    }

    default double adoption(int daysAgo, double ordinary) {
        return ordinary;
    }

    /** Whether nobody at the client uses, asks or answers anything. */
    default boolean isSilent(int daysAgo) {
        return false;
    }

    /** The number of users of the product for each seat. */
    default double usersPerSeat(double ordinary) {
        return ordinary;
    }

    /** The factor by which the list price is multiplied. */
    default double priceFactor() {
        return 1;
    }

    default double ticketRate(int daysAgo) {
        return 1;
    }

    /** Whether every ticket that breaks its promise is escalated while the client is unhappy. */
    default boolean escalates() {
        return false;
    }

    /** How many days ago the champion left; empty if it never did. */
    default OptionalInt championLeftDaysAgo() {
        return OptionalInt.empty();
    }

    /** The offer made for the upcoming renewal. */
    default Optional<Offer> offer() {
        return Optional.empty();
    }

    /** The role whose contacts it has instead of its own. */
    default Optional<Role> sameContactsAs() {
        return Optional.empty();
    }

    /** How it writes; empty if in English. */
    default Optional<Wording> wording() {
        return Optional.empty();
    }

    /** Tickets besides the random ones. */
    default List<WrittenTicket> writtenTickets() {
        return List.of();
    }

    /** Survey answers besides the random ones. */
    default List<NpsAnswer> npsAnswers() {
        return List.of();
    }
}
