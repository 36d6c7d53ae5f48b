package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.Role;
import io.os199.cs.quickstart.demo.planted.Wording;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What the chapters of one client's story share: who it is, how it fares, and where its rows go. */
final class Story {
    final DemoOptions options;
    final History history;
    final Reference reference;
    final Account account;
    final Latent latent;
    final Rows rows;
    final Timeline timeline;

    private @Nullable LocalDate churnedOn;
    private @Nullable Instant lastEngagement;

    Story(DemoOptions options, Reference reference, Account account, Rows rows) {
        this.options = options;
        this.history = options.history();
        this.reference = reference;
        this.account = account;
        this.latent = new Latent(options, account);
        this.rows = rows;
        this.timeline = new Timeline(rows, account, history, dice("timeline"));
    }

    /** Returns the client's role, if it is one of the cast. */
    @Nullable Role role() {
        return account.role();
    }

    double priceFactor() {
        Role role = role();
        return role == null ? 1 : role.priceFactor();
    }

    /** Whether nobody at the client does anything on that day. */
    boolean isSilent(LocalDate day) {
        Role role = role();
        return role != null && role.isSilent(history.daysAgo(day));
    }

    /** Returns how the client writes; absent if it writes English. */
    @Nullable Wording wording() {
        Role role = role();
        return role == null ? null : role.wording().orElse(null);
    }

    Dice dice(String idea) {
        return Dice.of(options.seed(), account.number(), idea);
    }

    /** Starts a new row of the table with its client filled in. */
    CopyRows row(Table table) {
        return rows.of(table).text(account.id());
    }

    /** Returns the first day that the history covers. */
    LocalDate firstDay() {
        LocalDate start = account.start();
        return start.isBefore(history.firstDay()) ? history.firstDay() : start;
    }

    /** Returns the last day on which the client does anything: the day before today, or before it left. */
    LocalDate lastDay() {
        return (churnedOn == null ? history.today() : churnedOn).minusDays(1);
    }

    void churned(LocalDate on) {
        churnedOn = on;
    }

    @Nullable LocalDate churnedOn() {
        return churnedOn;
    }

    /** Records that somebody at the client did something or was contacted. */
    void engaged(Instant at) {
        if (lastEngagement == null || at.isAfter(lastEngagement)) {
            lastEngagement = at;
        }
    }

    @Nullable Instant lastEngagement() {
        return lastEngagement;
    }

    /** Returns what the client has bought, depending on its size. */
    List<ProductRange.Product> bought() {
        List<ProductRange.Product> products = reference.range().products();
        Dice dice = dice("products");
        return products.stream()
                .filter(p -> account.tier().includes(p.minTier()))
                .filter(p -> p.equals(products.getFirst()) || dice.chance(0.7))
                .toList();
    }
}
