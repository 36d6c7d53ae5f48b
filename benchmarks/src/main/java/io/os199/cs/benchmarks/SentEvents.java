package io.os199.cs.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Events of the last day in random order, one in twenty up to 30 days late; and the bodies that carry them: one line
 * in twenty is repeated, and one body in fifty is sent again as a whole.
 */
record SentEvents(List<SentEvent> distinct, List<byte[]> bodies) {
    private static final long SEED = 199;
    private static final int LINES = 500;
    private static final double AGAIN = 0.05;
    private static final double BODY_AGAIN = 0.02;
    private static final double LATE = 0.05;
    private static final double WITHOUT_FEATURE = 0.1;
    private static final int LATEST_DAYS = 30;
    private static final int USERS = 20;
    private static final int FEATURES = 30;
    private static final int SESSIONS = 200;
    private static final int LONGEST_SECONDS = 900;

    static SentEvents make(int count, int clients, Instant now) {
        Random random = new Random(SEED);
        List<SentEvent> distinct = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            distinct.add(event(random, number, clients, now));
        }
        List<SentEvent> sent = new ArrayList<>(distinct);
        for (int i = 0; i < count * AGAIN; i++) {
            sent.add(distinct.get(random.nextInt(count)));
        }
        Collections.shuffle(sent, random);
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < sent.size(); from += LINES) {
            byte[] body = body(sent.subList(from, Math.min(from + LINES, sent.size())));
            bodies.add(body);
            if (random.nextDouble() < BODY_AGAIN) {
                bodies.add(body);
            }
        }
        return new SentEvents(distinct, bodies);
    }

    private static SentEvent event(Random random, int number, int clients, Instant now) {
        Duration age = Duration.ofMillis(random.nextLong(Duration.ofDays(1).toMillis()));
        if (random.nextDouble() < LATE) {
            age = age.plusDays(random.nextInt(LATEST_DAYS));
        }
        return new SentEvent(
                number,
                1 + random.nextInt(clients),
                random.nextInt(USERS),
                random.nextDouble() < WITHOUT_FEATURE ? null : random.nextInt(FEATURES),
                random.nextInt(SESSIONS),
                random.nextInt(LONGEST_SECONDS),
                now.minus(age));
    }

    private static byte[] body(List<SentEvent> events) {
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(event.line()));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
