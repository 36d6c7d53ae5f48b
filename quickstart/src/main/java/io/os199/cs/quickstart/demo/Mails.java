package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/** What happened to the mailings to one client's people: opened or not, and bounced if somebody has left. */
final class Mails {
    private final Story story;
    private final Dice dice;
    private final People people;
    private final Set<String> suppressed = new HashSet<>();

    Mails(Story story, People people) {
        this.story = story;
        this.dice = story.dice("mails");
        this.people = people;
    }

    void tell() {
        Instant registered = History.morning(story.account.start());
        people.all().stream()
                .filter(People.Person::newsletter)
                .forEach(p -> subscribe(p, registered));
        for (Mailings.Mailing mailing : story.reference.mailings().mailings()) {
            LocalDate day = History.day(mailing.at());
            if (!day.isBefore(story.firstDay()) && !day.isAfter(story.lastDay())) {
                send(mailing);
            }
        }
    }

    private void subscribe(People.Person person, Instant at) {
        story.row(Table.NEWSLETTER_SUBSCRIPTIONS)
                .text(person.email())
                .text("subscribed")
                .time(at)
                .text("registration")
                .made(at, at)
                .end();
    }

    private void send(Mailings.Mailing mailing) {
        for (People.Person person : people.all()) {
            boolean meant =
                    mailing.isNewsletter()
                            ? person.newsletter()
                            : person.role().equals("decision_maker")
                                    || person.role().equals("champion");
            if (meant) {
                send(mailing, person);
            }
        }
    }

    private void send(Mailings.Mailing mailing, People.Person person) {
        Instant at = mailing.at().plusSeconds(dice.between(1, 1_800));
        String id = dice.id("message", at);
        if (suppressed.contains(person.email())) {
            message(mailing, person, id, "suppressed", at, null);
            return;
        }
        if (!person.isThere(at)) {
            message(mailing, person, id, "bounced", at, null);
            event(id, 1, at.plusSeconds(20), "bounced", null);
            suppress(person, id, at.plusSeconds(20));
            return;
        }
        double satisfaction = story.latent.satisfactionOn(History.day(at));
        boolean opens = !story.isSilent(History.day(at)) && dice.chance(0.15 + 0.5 * satisfaction);
        Instant opened = at.plusSeconds(dice.between(300, 80_000));
        opens = opens && story.history.isPast(opened);
        boolean clicks = opens && dice.chance(0.3);
        message(
                mailing,
                person,
                id,
                clicks ? "clicked" : opens ? "opened" : "delivered",
                at,
                opens ? opened : null);
        event(id, 1, at.plusSeconds(20), "delivered", null);
        if (opens) {
            event(id, 2, opened, "opened", null);
        }
        if (clicks) {
            event(id, 3, story.history.inPast(opened.plusSeconds(30)), "clicked", Mailings.LINK);
        }
    }

    /** Writes a message with what its events show. */
    private void message(
            Mailings.Mailing mailing,
            People.Person person,
            String id,
            String status,
            Instant at,
            @Nullable Instant opened) {
        boolean sent = !status.equals("suppressed");
        boolean bounced = status.equals("bounced");
        story.row(Table.EMAIL_MESSAGES)
                .text(id)
                .text(mailing.id())
                .text(person.email())
                .text(mailing.subject())
                .text(status)
                .text(sent ? "demo-" + id : null)
                .number(sent ? 1L : 0L)
                .time(mailing.at())
                .time(sent ? at : null)
                .time(sent ? at : null)
                .flag(sent)
                .flag(sent && !bounced)
                .time(opened)
                .flag(status.equals("clicked"))
                .flag(bounced)
                .made(mailing.at(), at)
                .end();
    }

    private void event(String message, int number, Instant at, String type, @Nullable String link) {
        story.row(Table.EMAIL_EVENTS)
                .text(message)
                .text("demo:" + number)
                .time(at)
                .text(type)
                .text(link)
                .end();
    }

    private void suppress(People.Person person, String message, Instant at) {
        suppressed.add(person.email());
        story.rows
                .of(Table.EMAIL_SUPPRESSIONS)
                .text(person.email())
                .text("all")
                .text("hard_bounce")
                .text("provider")
                .text(message)
                .made(at, at)
                .end();
    }
}
