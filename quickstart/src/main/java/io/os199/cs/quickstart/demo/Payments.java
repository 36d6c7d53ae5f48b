package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;

import java.time.Instant;
import java.time.LocalDate;

/**
 * How the quarterly invoices of each base contract are paid: on time, late or overdue, depending on how satisfied the
 * client is.
 */
final class Payments {
    private static final int QUARTER_DAYS = 91;

    private final Story story;
    private final Dice dice;

    Payments(Story story) {
        this.story = story;
        this.dice = story.dice("payments");
    }

    void tell(Contracts contracts) {
        for (Agreement agreement : contracts.agreements()) {
            if (agreement.isBase()) {
                pay(agreement);
            }
        }
    }

    private void pay(Agreement agreement) {
        LocalDate last = agreement.end.isBefore(story.lastDay()) ? agreement.end : story.lastDay();
        for (LocalDate due = agreement.start.plusDays(14);
                !due.isAfter(last);
                due = due.plusDays(QUARTER_DAYS)) {
            if (!due.isBefore(story.firstDay())) {
                invoice(agreement, due);
            }
        }
    }

    private void invoice(Agreement agreement, LocalDate due) {
        double satisfaction = story.latent.satisfactionOn(due);
        double late = satisfaction < 0.45 ? 0.5 : satisfaction < 0.6 ? 0.15 : 0.04;
        if (!dice.chance(late)) {
            return;
        }
        int days = satisfaction < 0.45 ? dice.between(8, 70) : dice.between(3, 25);
        change(agreement, due.plusDays(1), "late");
        if (days > 20) {
            change(agreement, due.plusDays(20), "overdue");
        }
        change(agreement, due.plusDays(days + 1L), "current");
    }

    private void change(Agreement agreement, LocalDate day, String status) {
        Instant at = dice.during(day);
        if (!story.history.isPast(at)) {
            return;
        }
        story.row(Table.PAYMENT_STATUS_CHANGES)
                .text(agreement.id)
                .time(at)
                .text(agreement.paymentStatus)
                .text(status)
                .end();
        agreement.paymentStatus = status;
        boolean paid = status.equals("current");
        story.timeline.event(
                at,
                "contract",
                paid ? Impact.NEUTRAL : Impact.NEGATIVE,
                paid ? "Invoice paid" : "Payment " + status,
                agreement.id);
    }
}
