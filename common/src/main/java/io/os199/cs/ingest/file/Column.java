package io.os199.cs.ingest.file;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * A column of a kind's files.
 *
 * @param isRequired whether every row must have a value in it
 * @param isPersonal whether its values are kept out of fault reports
 */
public record Column(String name, Cell cell, boolean isRequired, boolean isPersonal) {
    private static final BigDecimal MOST_MONEY = new BigDecimal("999999999999.99");
    private static final BigDecimal MOST = new BigDecimal("1000000000000");
    private static final int DECIMALS = 2;
    private static final int RATE_DECIMALS = 6;
    private static final int QUANTITY_DECIMALS = 20;
    private static final Duration TEN_YEARS = Duration.ofDays(3_653);
    private static final Duration FIFTY_YEARS = Duration.ofDays(18_263);

    private static Column of(String name, Cell cell) {
        return new Column(name, cell, false, false);
    }

    public static Column text(String name, int most) {
        return of(name, new Cell.Text(most));
    }

    /** Returns a column for a name, or for what is shown like one: a single line of at most 200 characters. */
    public static Column named(String name, int most) {
        return of(name, new Cell.Name(most));
    }

    public static Column address(String name) {
        return new Column(name, new Cell.Address(), false, true);
    }

    public static Column choice(String name, String... words) {
        return of(name, new Cell.Choice(List.of(words)));
    }

    public static Column choice(String name, List<String> words) {
        return of(name, new Cell.Choice(List.copyOf(words)));
    }

    /** Returns a column for an amount from 0, or of either sign. */
    public static Column amount(String name, boolean isSigned) {
        BigDecimal least = isSigned ? MOST_MONEY.negate() : BigDecimal.ZERO;
        return of(name, new Cell.Decimal(least, MOST_MONEY, DECIMALS));
    }

    /** Returns a column for a rate from 0 to 1. */
    public static Column rate(String name) {
        return of(name, new Cell.Decimal(BigDecimal.ZERO, BigDecimal.ONE, RATE_DECIMALS));
    }

    /** Returns a column for a decimal from 0. */
    public static Column quantity(String name) {
        return of(name, new Cell.Decimal(BigDecimal.ZERO, MOST, QUANTITY_DECIMALS));
    }

    /** Returns a column for a unit price, which may be less than a hundredth. */
    public static Column unitPrice(String name) {
        return of(name, new Cell.Decimal(BigDecimal.ZERO, new BigDecimal("9999999999.9999"), 4));
    }

    public static Column whole(String name, int least, int most) {
        return of(name, new Cell.Whole(least, most));
    }

    public static Column day(String name) {
        return of(name, new Cell.Day());
    }

    public static Column moment(String name) {
        return of(name, new Cell.Moment(FIFTY_YEARS));
    }

    /** Returns a column for a moment whose month becomes a partition. */
    public static Column recentMoment(String name) {
        return of(name, new Cell.Moment(TEN_YEARS));
    }

    public static Column flag(String name) {
        return of(name, new Cell.Flag());
    }

    public static Column texts(String name, int mostItems, int mostLength) {
        return of(name, new Cell.Texts(mostItems, mostLength));
    }

    public static Column json(String name, int most) {
        return of(name, new Cell.Json(most));
    }

    public static Column timeOfDay(String name) {
        return of(name, new Cell.TimeOfDay());
    }

    public static Column zone(String name) {
        return of(name, new Cell.Zone());
    }

    public Column required() {
        return new Column(name, cell, true, isPersonal);
    }

    public Column personal() {
        return new Column(name, cell, isRequired, true);
    }
}
