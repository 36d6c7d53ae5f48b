package io.os199.cs.ingest.file;

import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.ShownText;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the cells of a column may contain, and how PostgreSQL spells it. */
public sealed interface Cell {

    /**
     * Returns the cell as PostgreSQL reads it, or what is wrong with it. Never called for an absent or a cleared one.
     */
    Read read(Raw raw, Reading reading);

    /** Returns what the column takes, in words for documents and messages. */
    String takes();

    /** The result of reading a cell. */
    sealed interface Read {}

    record Value(String text) implements Read {}

    record Fault(FaultCode code, String message) implements Read {}

    /**
     * How the cells of this file are read.
     *
     * @param now the instant that moments are checked against, as none may lie ahead
     */
    record Reading(boolean decimalComma, Instant now) {}

    private static Fault wrongType(Cell cell) {
        return new Fault(FaultCode.WRONG_TYPE, "must be " + cell.takes());
    }

    /** Any text up to a maximum number of characters. */
    record Text(int most) implements Cell {
        @Override
        public Read read(Raw raw, Reading reading) {
            return raw instanceof Raw.Text(String text) ? checked(text, most) : wrongType(this);
        }

        @Override
        public String takes() {
            return "text of at most %d characters".formatted(most);
        }

        static Read checked(String text, int most) {
            if (text.codePointCount(0, text.length()) > most) {
                return new Fault(
                        FaultCode.TOO_LONG, "is longer than %d characters".formatted(most));
            }
            return text.codePoints().allMatch(ShownText::isStorable)
                    ? new Value(text)
                    : new Fault(FaultCode.NOT_ALLOWED, "has a character that no text has");
        }
    }

    /** A name up to a maximum number of characters, kept as it is shown: on one line, without invisible characters. */
    record Name(int most) implements Cell {
        @Override
        public Read read(Raw raw, Reading reading) {
            if (!(raw instanceof Raw.Text(String text))) {
                return wrongType(this);
            }
            Read read = Text.checked(text, most);
            return read instanceof Value ? new Value(UntrustedText.name(text)) : read;
        }

        @Override
        public String takes() {
            return "a name of at most %d characters".formatted(most);
        }
    }

    /** A mail address. */
    record Address() implements Cell {
        private static final int MOST = 254;
        private static final Validator VALIDATOR =
                Validation.buildDefaultValidatorFactory().getValidator();

        /** An address whose domain has at least two parts, because an address at a bare host name is a mistake. */
        private record Probe(@Email(regexp = ".+@.+\\..+") String address) {}

        @Override
        public Read read(Raw raw, Reading reading) {
            if (!(raw instanceof Raw.Text(String text))) {
                return wrongType(this);
            }
            String address = text.strip();
            Read read = Text.checked(address, MOST);
            boolean valid = VALIDATOR.validateValue(Probe.class, "address", address).isEmpty();
            return read instanceof Value && !valid ? wrongType(this) : read;
        }

        @Override
        public String takes() {
            return "a mail address";
        }
    }

    /** One of a list of words. */
    record Choice(List<String> words) implements Cell {
        @Override
        public Read read(Raw raw, Reading reading) {
            if (!(raw instanceof Raw.Text(String text))) {
                return wrongType(this);
            }
            return words.contains(text.strip())
                    ? new Value(text.strip())
                    : new Fault(FaultCode.NOT_ALLOWED, "must be " + takes());
        }

        @Override
        public String takes() {
            return "one of " + String.join(", ", words);
        }
    }

    /** A decimal from {@code least} to {@code most} with a maximum number of digits after the point. */
    record Decimal(BigDecimal least, BigDecimal most, int scale) implements Cell {
        private static final Pattern FORM = Pattern.compile("[-+]?\\d{1,30}(\\.\\d{1,30})?");

        @Override
        public Read read(Raw raw, Reading reading) {
            String text =
                    switch (raw) {
                        case Raw.Digits(String digits) -> digits;
                        case Raw.Text(String cell) when reading.decimalComma() ->
                                cell.strip().replace(',', '.');
                        case Raw.Text(String cell) -> cell.strip();
                        default -> "";
                    };
            if (!FORM.matcher(text).matches()) {
                return wrongType(this);
            }
            BigDecimal number = new BigDecimal(text);
            boolean within =
                    number.compareTo(least) >= 0
                            && number.compareTo(most) <= 0
                            && number.stripTrailingZeros().scale() <= scale;
            return within
                    ? new Value(number.toPlainString())
                    : new Fault(FaultCode.OUT_OF_RANGE, "must be " + takes());
        }

        @Override
        public String takes() {
            return "a decimal from %s to %s with a point and at most %d digits behind it"
                    .formatted(least.toPlainString(), most.toPlainString(), scale);
        }
    }

    /** A whole number. */
    record Whole(int least, int most) implements Cell {
        private static final Pattern FORM = Pattern.compile("[-+]?\\d{1,30}");

        @Override
        public Read read(Raw raw, Reading reading) {
            String text =
                    switch (raw) {
                        case Raw.Digits(String digits) -> digits;
                        case Raw.Text(String cell) -> cell.strip();
                        default -> "";
                    };
            if (!FORM.matcher(text).matches()) {
                return wrongType(this);
            }
            BigDecimal number = new BigDecimal(text);
            boolean within =
                    number.compareTo(BigDecimal.valueOf(least)) >= 0
                            && number.compareTo(BigDecimal.valueOf(most)) <= 0;
            return within
                    ? new Value(number.toPlainString())
                    : new Fault(FaultCode.OUT_OF_RANGE, "must be " + takes());
        }

        @Override
        public String takes() {
            return "a whole number from %d to %d".formatted(least, most);
        }
    }

    /** A day. */
    record Day() implements Cell {
        private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
        private static final LocalDate LAST = LocalDate.of(2199, 12, 31);

        @Override
        public Read read(Raw raw, Reading reading) {
            if (!(raw instanceof Raw.Text(String text))) {
                return wrongType(this);
            }
            try {
                LocalDate day = LocalDate.parse(text.strip());
                return day.isBefore(FIRST) || day.isAfter(LAST)
                        ? new Fault(
                                FaultCode.OUT_OF_RANGE,
                                "must be from %s to %s".formatted(FIRST, LAST))
                        : new Value(day.toString());
            } catch (DateTimeException e) {
                return wrongType(this);
            }
        }

        @Override
        public String takes() {
            return "a day as 2026-03-31";
        }
    }

    /** A moment in the past, at most {@code oldest} ago; up to five minutes ahead are allowed because clocks differ. */
    record Moment(Duration oldest) implements Cell {
        private static final Duration AHEAD = Duration.ofMinutes(5);
        private static final int DAYS_PER_YEAR = 365;

        @Override
        public Read read(Raw raw, Reading reading) {
            if (!(raw instanceof Raw.Text(String text))) {
                return wrongType(this);
            }
            try {
                Instant instant = StoredTime.of(OffsetDateTime.parse(text.strip()).toInstant());
                if (instant.isAfter(reading.now().plus(AHEAD))) {
                    return new Fault(FaultCode.IN_FUTURE, "is more than 5 minutes ahead");
                }
                return instant.isBefore(reading.now().minus(oldest))
                        ? new Fault(
                                FaultCode.OUT_OF_RANGE,
                                "is more than %d years ago"
                                        .formatted(oldest.toDays() / DAYS_PER_YEAR))
                        : new Value(instant.toString());
            } catch (DateTimeException e) {
                return wrongType(this);
            }
        }

        @Override
        public String takes() {
            return "an instant with its offset as 2026-03-31T09:30:00Z";
        }
    }

    /** True or false. */
    record Flag() implements Cell {
        @Override
        public Read read(Raw raw, Reading reading) {
            return switch (raw) {
                case Raw.Bool(boolean value) -> new Value(Boolean.toString(value));
                case Raw.Text(String text) ->
                        switch (text.strip().toLowerCase(Locale.ROOT)) {
                            case "true" -> new Value("true");
                            case "false" -> new Value("false");
                            default -> wrongType(this);
                        };
                default -> wrongType(this);
            };
        }

        @Override
        public String takes() {
            return "true or false";
        }
    }

    /**
     * Texts; in CSV they are separated by {@code |}, which within a text is written {@code \|}, just as {@code \} is
     * written {@code \\}.
     */
    record Texts(int mostItems, int mostLength) implements Cell {
        @Override
        public Read read(Raw raw, Reading reading) {
            List<String> items;
            switch (raw) {
                case Raw.Items(List<String> texts) -> items = texts;
                case Raw.Text(String text) -> items = TextLists.split(text);
                default -> {
                    return wrongType(this);
                }
            }
            if (items.size() > mostItems) {
                return new Fault(FaultCode.TOO_LONG, "has more than %d items".formatted(mostItems));
            }
            for (String item : items) {
                if (Text.checked(item, mostLength) instanceof Fault fault) {
                    return fault;
                }
            }
            return new Value(TextLists.array(items));
        }

        @Override
        public String takes() {
            return "at most %d texts of at most %d characters, separated by |"
                    .formatted(mostItems, mostLength);
        }
    }

    /** A JSON object or array. */
    record Json(int most) implements Cell {
        @Override
        public Read read(Raw raw, Reading reading) {
            String text =
                    switch (raw) {
                        case Raw.Json(String json) -> json;
                        case Raw.Text(String cell) when JsonTexts.isContainer(cell) -> cell;
                        default -> "";
                    };
            if (text.isEmpty()) {
                return wrongType(this);
            }
            return JsonTexts.isStorable(text)
                    ? Text.checked(text, most)
                    : new Fault(
                            FaultCode.NOT_ALLOWED,
                            "has a character that no text has, or a number too large");
        }

        @Override
        public String takes() {
            return "a JSON object or array";
        }
    }

    /** A time of day; {@code 24:00} is the end of the day. */
    record TimeOfDay() implements Cell {
        private static final String MIDNIGHT = "24:00";

        @Override
        public Read read(Raw raw, Reading reading) {
            if (!(raw instanceof Raw.Text(String text))) {
                return wrongType(this);
            }
            String time = text.strip();
            try {
                return new Value(time.equals(MIDNIGHT) ? time : LocalTime.parse(time).toString());
            } catch (DateTimeException e) {
                return wrongType(this);
            }
        }

        @Override
        public String takes() {
            return "a time of day as 09:00";
        }
    }

    /** A time zone of the IANA database. */
    record Zone() implements Cell {
        @Override
        public Read read(Raw raw, Reading reading) {
            return raw instanceof Raw.Text(String text)
                            && ZoneId.getAvailableZoneIds().contains(text.strip())
                    ? new Value(text.strip())
                    : wrongType(this);
        }

        @Override
        public String takes() {
            return "a time zone as Europe/Zurich";
        }
    }
}
