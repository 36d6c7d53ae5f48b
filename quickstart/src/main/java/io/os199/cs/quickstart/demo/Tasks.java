package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;

/** What the owner of a client still has to do: for open urgent tickets, and for clients in trouble. */
final class Tasks {
    private final Story story;
    private final Dice dice;

    Tasks(Story story) {
        this.story = story;
        this.dice = story.dice("tasks");
    }

    void tell(Support support) {
        if (story.churnedOn() != null) {
            return;
        }
        for (Support.Ticket ticket : support.tickets()) {
            if (ticket.course().resolved == null && ticket.priority().isHigh()) {
                open("Tell the client how its ticket stands", "high", ticket);
            }
        }
        if (!support.tickets().isEmpty()
                && story.latent.isInTrouble(story.lastDay())
                && dice.chance(0.7)) {
            open("Call the client about its last tickets", "medium", support.tickets().getLast());
        }
    }

    private void open(String title, String priority, Support.Ticket ticket) {
        LocalDate today = story.history.today();
        Instant at = story.history.inPast(ticket.course().opened.plusSeconds(3_600));
        story.row(Table.TASKS)
                .text(dice.id("task", at))
                .text(title)
                .text(story.account.owner())
                .text(priority)
                .day(today.plusDays(dice.between(-4, 9)))
                .text("open")
                .text("support")
                .text(ticket.id())
                .made(at, at)
                .end();
    }
}
