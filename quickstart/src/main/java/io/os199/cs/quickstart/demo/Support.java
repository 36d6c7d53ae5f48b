package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;
import io.os199.cs.quickstart.demo.planted.Cast;
import io.os199.cs.quickstart.demo.planted.Role;
import io.os199.cs.quickstart.demo.planted.Wording;
import io.os199.cs.quickstart.demo.planted.WrittenTicket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tickets with their comments and status changes. Unhappy clients open more tickets, more urgent ones, and wait
 * longer.
 */
final class Support {
    /** A ticket as others refer to it. */
    record Ticket(
            String id, Priority priority, Topic topic, Wording.Ticket words, TicketCourse course) {}

    private final Story story;
    private final Dice dice;
    private final People people;
    private final List<Ticket> tickets = new ArrayList<>();

    Support(Story story, People people) {
        this.story = story;
        this.dice = story.dice("support");
        this.people = people;
    }

    void tell() {
        for (LocalDate day = story.firstDay();
                !day.isAfter(story.lastDay());
                day = day.plusDays(1)) {
            double satisfaction = story.latent.satisfactionOn(day);
            double unrest = 0.8 + 7 * Math.max(0, 0.62 - satisfaction);
            double weekday = day.getDayOfWeek().getValue() > 5 ? 0.15 : 1.34;
            double rate = story.account.tier().ticketsPerWeek / 7 * unrest * weekday;
            if (dice.chance(rate * special(day)) && !story.isSilent(day)) {
                open(day, satisfaction);
            }
        }
        Role role = story.role();
        if (role != null) {
            role.writtenTickets().forEach(this::open);
        }
    }

    /** Returns the factor by which planted events change the probability. */
    private double special(LocalDate day) {
        Role role = story.role();
        double own = role == null ? 1 : role.ticketRate(story.history.daysAgo(day));
        return own * Cast.unrest(day, story.history.today());
    }

    List<Ticket> tickets() {
        return tickets;
    }

    private void open(LocalDate day, double satisfaction) {
        Instant opened = dice.during(day);
        boolean unhappy = satisfaction < 0.45;
        Priority priority =
                unhappy
                        ? dice.pick(Priority.ALL, 0.05, 0.2, 0.35, 0.3, 0.1)
                        : dice.pick(Priority.ALL, 0.01, 0.06, 0.23, 0.45, 0.25);
        Topic topic = Topic.any(dice, priority);
        open(opened, priority, topic, words(topic), satisfaction);
    }

    private void open(WrittenTicket ticket) {
        LocalDate day = story.history.today().minusDays(ticket.daysAgo());
        Topic topic = Topic.valueOf(ticket.category().toUpperCase(Locale.ROOT));
        open(
                dice.during(day),
                Priority.valueOf(ticket.priority()),
                topic,
                new Wording.Ticket(ticket.subject(), ticket.text()),
                story.latent.satisfactionOn(day));
    }

    /** Returns the words of a ticket in the client's language. */
    private Wording.Ticket words(Topic topic) {
        Wording wording = story.wording();
        Wording.Ticket own = wording == null ? null : wording.tickets().get(topic.wire());
        return own == null ? new Wording.Ticket(topic.subject, topic.description) : own;
    }

    private void open(
            Instant opened,
            Priority priority,
            Topic topic,
            Wording.Ticket words,
            double satisfaction) {
        TicketCourse course = new TicketCourse(opened, priority, satisfaction, dice, story.history);
        Ticket ticket = new Ticket(dice.id("ticket", opened), priority, topic, words, course);
        String team = priority.isHigh() ? "Escalation Team" : topic.team;
        Reference.Agent agent = story.reference.agent(team, dice);
        People.Person requester = people.anybody(dice, opened);
        tickets.add(ticket);
        write(ticket, team, agent, requester, satisfaction);
        comments(ticket, agent, requester);
        statusChanges(ticket, agent);
        story.engaged(opened);
        story.timeline.event(
                opened,
                "support",
                priority.isHigh() ? Impact.NEGATIVE : Impact.NEUTRAL,
                "Ticket opened, " + priority,
                ticket.id());
    }

    private void write(
            Ticket ticket,
            String team,
            Reference.Agent agent,
            People.Person requester,
            double satisfaction) {
        TicketCourse course = ticket.course();
        Priority priority = ticket.priority();
        boolean assigned = course.responded != null;
        Instant rated = ratedAt(course);
        int stars = Math.clamp(Math.round(1 + 4.3 * satisfaction + 0.7 * dice.bell()), 1, 5);
        story.row(Table.TICKETS)
                .text(ticket.id())
                .text(dice.chance(0.8) ? "local" : "portal")
                .text(ticket.words().subject())
                .text(ticket.words().text())
                .text(priority.name())
                .text(ticket.topic().wire())
                .text(course.status())
                .text(requester.email())
                .text(requester.name())
                .text(requester.id())
                .text(assigned ? agent.id() : null)
                .text(team)
                .time(course.opened)
                .time(course.responded)
                .time(course.responded)
                .time(course.resolved)
                .time(course.closed)
                .text(priority.clock == BusinessHours.ALWAYS ? null : story.reference.calendarId())
                .number((long) priority.responseMinutes)
                .number((long) priority.resolutionMinutes)
                .time(course.responseDue)
                .time(course.resolutionDue)
                .time(course.responseRisk)
                .time(course.resolutionRisk)
                .time(course.responseBreached)
                .time(course.resolutionBreached)
                .time(course.isWaiting() ? course.waitingFrom : null)
                .number((long) course.pausedSeconds)
                .number(assigned ? Integer.valueOf(course.responseSeconds) : null)
                .number(course.resolved == null ? null : Integer.valueOf(course.resolutionSeconds))
                .text(course.resolved == null ? null : "Solved together with the customer.")
                .number(rated != null ? Integer.valueOf(stars) : null)
                .text(rated != null ? "five_point" : null)
                .time(rated)
                .made(course.opened, course.lastChange())
                .end();
    }

    private @Nullable Instant ratedAt(TicketCourse course) {
        if (course.resolved == null || !dice.chance(0.4)) {
            return null;
        }
        Instant at = course.resolved.plusSeconds(7_200);
        return story.history.isPast(at) ? at : null;
    }

    private void comments(Ticket ticket, Reference.Agent agent, People.Person requester) {
        TicketCourse course = ticket.course();
        Wording own = story.wording();
        String answered = own == null ? "Thank you, we are looking into it." : own.answered();
        String supplied = own == null ? "Here is what you asked for." : own.supplied();
        String solved = own == null ? "This should be solved now." : own.solved();
        comment(ticket, course.responded, agent, null, answered);
        comment(ticket, course.waitingTo, null, requester, supplied);
        comment(ticket, course.resolved, agent, null, solved);
        if (course.waitingTo != null) {
            story.engaged(course.waitingTo);
        }
    }

    private void comment(
            Ticket ticket,
            @Nullable Instant at,
            Reference.@Nullable Agent agent,
            People.@Nullable Person customer,
            String text) {
        if (at == null) {
            return;
        }
        story.row(Table.TICKET_COMMENTS)
                .text(ticket.id())
                .text(dice.id("comment", at))
                .text(agent == null ? "customer" : "agent")
                .text(agent == null ? null : agent.id())
                .text(customer == null ? null : customer.id())
                .flag(true)
                .text(text)
                .time(at)
                .end();
    }

    private void statusChanges(Ticket ticket, Reference.Agent agent) {
        TicketCourse course = ticket.course();
        String status = null;
        status = change(ticket, course.opened, status, "open", "customer");
        status = change(ticket, course.responded, status, "in_progress", agent.name());
        status = change(ticket, course.waitingFrom, status, "waiting_on_customer", agent.name());
        status = change(ticket, course.waitingTo, status, "in_progress", "customer");
        status = change(ticket, course.resolved, status, "resolved", agent.name());
        change(ticket, course.closed, status, "closed", "system");
    }

    private @Nullable String change(
            Ticket ticket, @Nullable Instant at, @Nullable String from, String to, String actor) {
        if (at == null) {
            return from;
        }
        story.row(Table.TICKET_STATUS_CHANGES)
                .text(ticket.id())
                .time(at)
                .text(dice.id("change", at))
                .text(from)
                .text(to)
                .text(actor)
                .end();
        return to;
    }
}
