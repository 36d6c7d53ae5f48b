package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Reference.Survey;
import io.os199.cs.quickstart.demo.Timeline.Impact;
import io.os199.cs.quickstart.demo.planted.NpsAnswer;
import io.os199.cs.quickstart.demo.planted.Role;
import io.os199.cs.quickstart.demo.planted.Wording;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Surveys sent and answered: NPS and CES every half year, CSAT every quarter. Unhappy clients answer less often and
 * give worse scores.
 */
final class Voice {
    private static final int HALF_YEAR = 182;
    private static final int QUARTER = 91;

    private static final List<String> PRAISE =
            List.of(
                    "The team uses it every day.",
                    "Saves us hours each week.",
                    "Support answers fast, thank you!");
    private static final List<String> NEITHER =
            List.of("Does what it should.", "Good, though reports could be faster.");
    private static final List<String> COMPLAINT =
            List.of(
                    "Too many problems lately.",
                    "We wait too long for answers.",
                    "Half of our people have stopped using it.");

    /** An answer as others refer to it. */
    record Answer(
            String id,
            Survey survey,
            People.Person person,
            Instant at,
            int score,
            @Nullable String reason,
            Impact impact) {}

    private final List<Answer> answers = new ArrayList<>();
    private final Story story;
    private final Dice dice;
    private final People people;

    Voice(Story story, People people) {
        this.story = story;
        this.dice = story.dice("voice");
        this.people = people;
    }

    void tell() {
        ask(Survey.NPS, HALF_YEAR);
        ask(Survey.CSAT, QUARTER);
        ask(Survey.CES, HALF_YEAR);
        Role role = story.role();
        if (role != null) {
            role.npsAnswers().forEach(this::write);
        }
    }

    private void write(NpsAnswer answer) {
        LocalDate day = story.history.today().minusDays(answer.daysAgo());
        Impact impact =
                answer.score() > 8
                        ? Impact.POSITIVE
                        : answer.score() > 6 ? Impact.NEUTRAL : Impact.NEGATIVE;
        write(
                Survey.NPS,
                people.primary(),
                dice.during(day),
                answer.score(),
                answer.reason(),
                impact);
    }

    List<Answer> answers() {
        return answers;
    }

    private void ask(Survey survey, int everyDays) {
        LocalDate day = story.firstDay().plusDays(dice.between(25, 25 + everyDays / 2));
        while (!day.isAfter(story.lastDay())) {
            Instant sent = dice.during(day);
            People.Person first = people.primary();
            send(survey, first, sent);
            People.Person second = people.anybody(dice, sent);
            if (survey == Survey.NPS && !second.equals(first)) {
                send(survey, second, sent);
            }
            day = day.plusDays(everyDays);
        }
    }

    private void send(Survey survey, People.Person person, Instant sent) {
        story.row(Table.SURVEY_SENDS)
                .text(story.reference.surveyId(survey))
                .text(person.email())
                .day(History.day(sent))
                .time(sent)
                .end();
        double satisfaction = story.latent.satisfactionOn(History.day(sent));
        Instant answered = sent.plusSeconds(dice.between(600, 5 * 86_400));
        if (dice.chance(0.3 + 0.4 * satisfaction)
                && story.history.isPast(answered)
                && !story.isSilent(History.day(sent))) {
            answer(survey, person, answered, satisfaction + 0.06 * dice.bell());
        }
    }

    private void answer(Survey survey, People.Person person, Instant at, double feeling) {
        int score =
                switch (survey) {
                    case NPS -> score(0, 10, feeling * 1.14);
                    case CSAT -> score(1, 5, feeling * 1.08);
                    case CES -> score(1, 7, feeling * 1.04);
                };
        String reason = dice.chance(0.5) ? dice.pick(words(feeling)) : null;
        Impact impact =
                feeling > 0.68 ? Impact.POSITIVE : feeling > 0.5 ? Impact.NEUTRAL : Impact.NEGATIVE;
        write(survey, person, at, score, reason, impact);
    }

    /** Returns the words of an answer in the client's language. */
    private List<String> words(double feeling) {
        Wording own = story.wording();
        if (feeling > 0.68) {
            return own == null ? PRAISE : own.praise();
        }
        if (feeling > 0.5) {
            return own == null ? NEITHER : own.neither();
        }
        return own == null ? COMPLAINT : own.complaints();
    }

    private void write(
            Survey survey,
            People.Person person,
            Instant at,
            int score,
            @Nullable String reason,
            Impact impact) {
        String id = dice.id("response", at);
        story.row(Table.SURVEY_RESPONSES)
                .text(id)
                .text(story.reference.surveyId(survey))
                .text(survey.wire())
                .number((long) score)
                .text(reason)
                .text(person.email())
                .text(person.id())
                .time(at)
                .made(at, at)
                .end();
        answers.add(new Answer(id, survey, person, at, score, reason, impact));
        story.engaged(at);
        story.timeline.event(at, "survey", impact, survey.name() + " answered: " + score, id);
    }

    private static int score(int lowest, int highest, double feeling) {
        long score = Math.round(lowest + (highest - lowest) * feeling);
        return (int) Math.max(lowest, Math.min(highest, score));
    }
}
