package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Training sessions of a client: who came, who passed, and who got the certificate. */
final class Trainings {
    private static final int EVERY_DAYS = 120;
    private static final int FEWEST_SEATS = 4;

    private final Story story;
    private final Dice dice;
    private final People people;
    private final Academy academy;
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Set<String>> passed = new HashMap<>();
    private final Set<String> certified = new HashSet<>();

    Trainings(Story story, People people) {
        this.story = story;
        this.dice = story.dice("trainings");
        this.people = people;
        this.academy = story.reference.academy();
    }

    void tell() {
        if (story.account.seats() < FEWEST_SEATS || dice.chance(0.35)) {
            return;
        }
        LocalDate day = story.firstDay().plusDays(dice.between(14, 60));
        int turn = 0;
        for (; !day.isAfter(story.lastDay()); day = day.plusDays(EVERY_DAYS)) {
            Academy.Module module = academy.modules().get(turn++ % academy.modules().size());
            if (!story.isSilent(day)) {
                held(module, dice.during(day));
            }
        }
        if (story.churnedOn() == null && dice.chance(0.5)) {
            LocalDate ahead = story.history.today().plusDays(dice.between(3, 40));
            Academy.Module next = academy.modules().get(turn % academy.modules().size());
            Instant made = dice.during(story.history.today().minusDays(2));
            session(next, dice.during(ahead), "scheduled", made);
        }
    }

    private void held(Academy.Module module, Instant at) {
        String id = session(module, at, "delivered", at);
        double satisfaction = story.latent.satisfactionOn(History.day(at));
        List<People.Person> there = people.all().stream().filter(p -> p.isThere(at)).toList();
        for (People.Person person : there.subList(0, Math.min(4, there.size()))) {
            boolean came = dice.chance(0.45 + 0.4 * satisfaction);
            int stars = Math.clamp(Math.round(1.5 + 4 * satisfaction + 0.6 * dice.bell()), 1, 5);
            story.row(Table.TRAINING_ATTENDANCE)
                    .text(id)
                    .text(person.email())
                    .text(came ? "attended" : "absent")
                    .number(came ? Integer.valueOf(module.minutes()) : null)
                    .number(came && dice.chance(0.6) ? Integer.valueOf(stars) : null)
                    .made(at, at)
                    .end();
            if (came) {
                complete(module, id, person, at);
            }
        }
    }

    private String session(Academy.Module module, Instant at, String status, Instant made) {
        String id = dice.id("session", made);
        story.row(Table.TRAINING_SESSIONS)
                .text(id)
                .text(module.id())
                .text(module.format())
                .time(at)
                .number((long) module.minutes())
                .text(status)
                .made(made, made)
                .end();
        return id;
    }

    private void complete(Academy.Module module, String session, People.Person person, Instant at) {
        Instant done = story.history.inPast(at.plusSeconds(module.minutes() * 60L));
        int percent = dice.between(55, 100);
        boolean passes = !module.tests() || percent >= 100 * Academy.PASSING;
        story.row(Table.TRAINING_COMPLETIONS)
                .text(module.id())
                .text(person.email())
                .number((long) attempts.merge(module.id() + person.email(), 1, Integer::sum))
                .text(session)
                .time(at)
                .time(done)
                .hundredths(module.tests() ? Long.valueOf(percent) : null)
                .text(module.tests() ? Boolean.toString(passes) : null)
                .made(done, done)
                .end();
        Set<String> modules = passed.computeIfAbsent(person.email(), email -> new HashSet<>());
        if (passes) {
            modules.add(module.id());
        }
        boolean all = academy.required().stream().allMatch(m -> modules.contains(m.id()));
        if (all && certified.add(person.email())) {
            certify(person, done);
        }
    }

    private void certify(People.Person person, Instant at) {
        LocalDate day = History.day(at);
        story.row(Table.CERTIFICATIONS)
                .text(dice.id("certification", at))
                .text(person.email())
                .text(Academy.LEVEL)
                .number((long) Academy.VERSION)
                .day(day)
                .day(day.plusMonths(12))
                .made(at, at)
                .end();
    }
}
