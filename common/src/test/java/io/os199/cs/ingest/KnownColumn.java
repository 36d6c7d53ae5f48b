package io.os199.cs.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A column as a test knows it, from its description and not from the code that reads it.
 *
 * @param good a value for a row, by the number of the row, that no other row of the test has
 * @param bad values that are not allowed, each with the code that names the fault
 * @param isPersonal whether its values stay out of reports
 */
record KnownColumn(
        String name,
        IntFunction<String> good,
        List<Bad> bad,
        boolean isRequired,
        boolean isPersonal) {

    record Bad(String code, String value) {}

    private static KnownColumn of(String name, IntFunction<String> good, Bad... bad) {
        return new KnownColumn(name, good, List.of(bad), false, false);
    }

    /** A text column; a surrogate pair counts as one character. */
    static KnownColumn text(String name, int most, IntFunction<String> good) {
        return of(
                name,
                good,
                new Bad("too_long", "x".repeat(most + 1)),
                new Bad("too_long", "\ud83d\ude00".repeat(most + 1)),
                new Bad("not_allowed", "a\0b"));
    }

    static KnownColumn address(String name, IntFunction<String> good) {
        return of(
                        name,
                        good,
                        new Bad("wrong_type", "no address"),
                        new Bad("wrong_type", "ann@acme"),
                        new Bad("wrong_type", "@acme.example"),
                        new Bad("too_long", "a".repeat(250) + "@acme.example"))
                .personal();
    }

    static KnownColumn choice(String name, String good) {
        return of(
                name,
                number -> good,
                new Bad("not_allowed", "something else"),
                new Bad("not_allowed", "  "),
                new Bad("not_allowed", good + "\0"));
    }

    static KnownColumn amount(String name, String good) {
        return of(
                name,
                number -> good,
                new Bad("wrong_type", "12,50"),
                new Bad("wrong_type", "1e3"),
                new Bad("wrong_type", "ten"),
                new Bad("out_of_range", "1.005"),
                new Bad("out_of_range", "1000000000000"));
    }

    static KnownColumn unsigned(String name, String good) {
        KnownColumn amount = amount(name, good);
        return amount.withBad(new Bad("out_of_range", "-0.01"));
    }

    static KnownColumn quantity(String name, String good) {
        return of(
                name,
                number -> good,
                new Bad("wrong_type", "12,50"),
                new Bad("wrong_type", "much"),
                new Bad("out_of_range", "-0.01"),
                new Bad("out_of_range", "1000000000000.1"));
    }

    static KnownColumn rate(String name, String good) {
        return of(
                name,
                number -> good,
                new Bad("wrong_type", "10%"),
                new Bad("out_of_range", "1.1"),
                new Bad("out_of_range", "-0.1"));
    }

    static KnownColumn whole(String name, int least, int most, String good) {
        return of(
                name,
                number -> good,
                new Bad("wrong_type", "1.5"),
                new Bad("wrong_type", "one"),
                new Bad("out_of_range", Integer.toString(least - 1)),
                new Bad("out_of_range", Integer.toString(most + 1)),
                new Bad("out_of_range", "99999999999999999999"));
    }

    static KnownColumn day(String name, IntFunction<String> good) {
        return of(
                name,
                good,
                new Bad("wrong_type", "31.12.2026"),
                new Bad("wrong_type", "2026-02-30"),
                new Bad("wrong_type", "2026-1-1"),
                new Bad("out_of_range", "1899-12-31"),
                new Bad("out_of_range", "2200-01-01"));
    }

    static KnownColumn moment(String name, IntFunction<String> good) {
        return of(
                name,
                good,
                new Bad("wrong_type", "2026-03-31"),
                new Bad("wrong_type", "2026-03-31T09:30:00"),
                new Bad("wrong_type", "2026-03-31 09:30:00+01"),
                new Bad("in_future", "2026-06-15T12:05:01Z"),
                new Bad("in_future", "2036-06-15T14:00:00+02:00"),
                new Bad("out_of_range", "1950-01-01T00:00:00Z"));
    }

    static KnownColumn flag(String name) {
        return of(
                name, number -> "false", new Bad("wrong_type", "yes"), new Bad("wrong_type", "0"));
    }

    static KnownColumn texts(String name, int mostItems, int mostLength, String good) {
        return of(
                name,
                number -> good,
                new Bad("too_long", "x|".repeat(mostItems) + "x"),
                new Bad("too_long", "a|" + "x".repeat(mostLength + 1)),
                new Bad("not_allowed", "a|b\0"));
    }

    static KnownColumn json(String name, String good) {
        return of(
                name,
                number -> good,
                new Bad("wrong_type", "{a: 1}"),
                new Bad("wrong_type", "[1"),
                new Bad("wrong_type", "7"),
                new Bad("not_allowed", "[\"\\u0000\"]"),
                new Bad("not_allowed", "{\"\\udfff\": 1}"),
                new Bad("not_allowed", "[1e99999]"));
    }

    static KnownColumn client() {
        return text("client", 200, number -> number % 2 == 0 ? "A-1" : "A-2")
                .withBad(new Bad("unknown_client", "A-999"))
                // A client cannot be referred to by its name.
                .withBad(new Bad("unknown_client", "Acme"))
                .withBad(new Bad("missing", " \t"))
                .required();
    }

    KnownColumn required() {
        return new KnownColumn(name, good, bad, true, isPersonal)
                .withBad(new Bad("missing", ""))
                .withBad(new Bad("missing", "<null>"));
    }

    KnownColumn personal() {
        return new KnownColumn(name, good, bad, isRequired, true);
    }

    /** Adds a value that does not exist as a bad one. */
    KnownColumn unknown(String value) {
        return withBad(new Bad("unknown_reference", value));
    }

    KnownColumn withBad(Bad more) {
        List<Bad> all = new ArrayList<>(bad);
        all.add(more);
        return new KnownColumn(name, good, List.copyOf(all), isRequired, isPersonal);
    }
}
