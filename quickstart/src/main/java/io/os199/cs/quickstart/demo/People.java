package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.Role;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** The contacts of a client: three to eight, one of them primary; some have left, more often where things go badly. */
final class People {
    /** A contact; {@code leftAt} is absent for one who is still there. */
    record Person(
            String id,
            String name,
            String email,
            String title,
            String role,
            boolean newsletter,
            @Nullable Instant leftAt) {
        boolean isThere(Instant at) {
            return leftAt == null || at.isBefore(leftAt);
        }
    }

    private record Position(String role, String title) {}

    private static final List<Position> POSITIONS =
            List.of(
                    new Position("decision_maker", "Head of Operations"),
                    new Position("champion", "Team Lead"),
                    new Position("admin", "Systems Administrator"),
                    new Position("billing", "Accounts Payable"),
                    new Position("executive_sponsor", "Managing Director"),
                    new Position("user", "Project Coordinator"),
                    new Position("user", "Analyst"),
                    new Position("user", "Planner"));

    private final Story story;
    private final Dice dice;
    private final Dice names;
    private final List<Person> people = new ArrayList<>();

    People(Story story) {
        this.story = story;
        this.dice = story.dice("people");
        this.names = namesDice(story);
    }

    void tell() {
        int count =
                Math.min(
                        story.account.tier().fewestContacts + dice.between(0, 2), POSITIONS.size());
        Instant registered = History.morning(story.account.start());
        List<Integer> names = names(count);
        for (int i = 0; i < count; i++) {
            String name = FictionalNames.person(names.get(i));
            Person person =
                    new Person(
                            dice.id("contact", registered),
                            name,
                            name.toLowerCase(Locale.ROOT).replace(' ', '.')
                                    + '@'
                                    + story.account.domain(),
                            POSITIONS.get(i).title(),
                            POSITIONS.get(i).role(),
                            dice.chance(0.4),
                            i == 0 ? null : leftAt(POSITIONS.get(i).role()));
            people.add(person);
            write(person, i == 0, registered);
            if (person.leftAt() != null) {
                tellDeparture(person, person.leftAt());
            }
        }
    }

    Person primary() {
        return people.getFirst();
    }

    /** Returns somebody who is there at that time. */
    Person anybody(Dice chance, Instant at) {
        Person person = chance.pick(people);
        return person.isThere(at) ? person : primary();
    }

    List<Person> all() {
        return people;
    }

    /** Returns the contact behind the n-th user of the product; absent for users who are not contacts. */
    @Nullable Person user(int n) {
        return n < people.size() ? people.get(n) : null;
    }

    /**
     * Returns the dice for the names; a client entered twice uses those of its duplicate, so that it has the same
     * people.
     */
    private static Dice namesDice(Story story) {
        Role role = story.role();
        int number =
                role == null
                        ? story.account.number()
                        : role.sameContactsAs().map(Account::number).orElse(story.account.number());
        return Dice.of(story.options.seed(), number, "names");
    }

    private List<Integer> names(int count) {
        Set<Integer> numbers = new LinkedHashSet<>();
        while (numbers.size() < count) {
            numbers.add(names.between(0, FictionalNames.personCount() - 1));
        }
        return List.copyOf(numbers);
    }

    private @Nullable Instant leftAt(String position) {
        Role played = story.role();
        if (played != null) {
            OptionalInt ago = played.championLeftDaysAgo();
            return position.equals("champion") && ago.isPresent()
                    ? dice.during(story.history.today().minusDays(ago.getAsInt()))
                    : null;
        }
        LocalDate day = story.lastDay().minusDays(dice.between(1, 500));
        boolean leaves = dice.chance(story.latent.satisfactionOn(day) < 0.45 ? 0.25 : 0.06);
        return leaves && day.isAfter(story.firstDay().plusDays(30)) ? dice.during(day) : null;
    }

    private void tellDeparture(Person person, Instant leftAt) {
        boolean carriesIt =
                person.role().equals("champion") || person.role().equals("executive_sponsor");
        story.timeline.event(
                leftAt,
                "profile",
                carriesIt ? Timeline.Impact.NEGATIVE : Timeline.Impact.NEUTRAL,
                "A contact has left: " + person.role(),
                person.id());
    }

    private void write(Person person, boolean primary, Instant registered) {
        story.row(Table.CONTACTS)
                .text(person.id())
                .text(person.name())
                .text(person.email())
                .text(person.title())
                .text(person.role())
                .flag(primary)
                .flag(person.newsletter())
                .time(person.leftAt())
                .made(registered, person.leftAt() == null ? registered : person.leftAt())
                .end();
    }
}
