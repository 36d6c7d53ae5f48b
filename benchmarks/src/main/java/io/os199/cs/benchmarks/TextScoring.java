package io.os199.cs.benchmarks;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.feedback.scoring.FeedbackScoring;
import io.os199.cs.feedback.text.TextReader;
import io.os199.cs.platform.database.Partitions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Scores what an import left unread, as the worker's round does: languages detected, sentiments and phrases stored,
 * 500 items per transaction. For comparison, the same texts are only read, also by one thread.
 */
final class TextScoring implements Benchmark {
    private static final int TEXTS = 100_000;
    private static final int CLIENTS = 1_000;
    private static final int AT_ONCE = 5_000;
    private static final int LEAST_SENTENCES = 2;
    private static final int MOST_SENTENCES = 6;

    private static final List<String> SUBJECTS =
            List.of(
                    "The report export",
                    "Our dashboard for the board",
                    "Single sign-on with our directory",
                    "The mobile app of our drivers",
                    "Your support team in Dublin",
                    "The quarterly business review",
                    "The import of price lists",
                    "Search in the knowledge base",
                    "The new billing page",
                    "The API for orders");

    private static final List<String> OPINIONS =
            List.of(
                    "is broken again and nobody tells us why",
                    "works well, but it is rather slow in the morning",
                    "is really helpful and saves us hours each week",
                    "does not show what we agreed upon in March",
                    "has been excellent since the last release",
                    "fails for large files, which is a serious problem",
                    "is not good enough for the whole team yet",
                    "looks great on a large screen",
                    "needs a filter by region and by product line",
                    "was terrible last week; we lost two days");

    private final Clock clock;
    private final PeakHeap heap = new PeakHeap();

    TextScoring(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        new Partitions(server.direct(), clock).ensureAhead();
        List<String> texts = texts();
        fill(server, texts);
        TextReader reader = TextReader.of("en");
        // Loads the language profiles, which are read with the first text.
        reader.read(null, texts.getFirst(), null);
        FeedbackScoring scoring =
                new FeedbackScoring(
                        server.database(),
                        reader,
                        new AuditLog(clock),
                        ClientAnswers.unkept(),
                        clock);
        heap.reset();
        Stopwatch stopwatch = Stopwatch.started();
        scoring.run();
        double seconds = stopwatch.seconds();
        long mebibytes = heap.mebibytes();
        long scored = count(server, "feedback where sentiment is not null");
        if (scored != TEXTS) {
            throw new IllegalStateException("only %d texts were scored".formatted(scored));
        }
        Stopwatch bare = Stopwatch.started();
        for (String text : texts) {
            reader.read(null, text, null);
        }
        double bareSeconds = bare.seconds();
        System.out.println(
                """
                | texts | characters each | phrases | round s | texts/s | read only s | read only texts/s | peak heap MiB |
                |---|---|---|---|---|---|---|---|\
                """);
        System.out.printf(
                "| %,d | %d | %,d | %.1f | %,.0f | %.1f | %,.0f | %d |%n",
                TEXTS,
                texts.stream().mapToInt(String::length).sum() / TEXTS,
                count(server, "feedback_phrases"),
                seconds,
                TEXTS / seconds,
                bareSeconds,
                TEXTS / bareSeconds,
                mebibytes);
    }

    private static List<String> texts() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> texts = new ArrayList<>();
        for (int n = 0; n < TEXTS; n++) {
            StringBuilder text = new StringBuilder();
            int sentences = random.nextInt(LEAST_SENTENCES, MOST_SENTENCES + 1);
            for (int sentence = 0; sentence < sentences; sentence++) {
                text.append(SUBJECTS.get(random.nextInt(SUBJECTS.size())))
                        .append(' ')
                        .append(OPINIONS.get(random.nextInt(OPINIONS.size())))
                        .append(". ");
            }
            texts.add(text.toString().strip());
        }
        return texts;
    }

    private static void fill(BenchmarkServer server, List<String> texts) throws SQLException {
        try (Connection connection = server.direct().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into client_names (client_id, name)
                    select 'client_' || n, 'Client ' || n
                    from generate_series(0, %1$d) n;
                    insert into clients (client_id, name, company_name, tier)
                    select 'client_' || n, 'Client ' || n, 'Client ' || n, 'starter'
                    from generate_series(0, %1$d) n
                    """
                            .formatted(CLIENTS - 1));
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            """
                            insert into feedback (client_id, feedback_id, type, source, content_text, assigned_team, received_at)
                            select 'client_' || ((t.n + ?) %% %d), 'feedback_' || (t.n + ?), 'general', 'email', t.text, 'cs',
                                now() - (t.n + ?) * interval '1 minute'
                            from unnest(?) with ordinality as t (text, n)
                            """
                                    .formatted(CLIENTS))) {
                for (int from = 0; from < texts.size(); from += AT_ONCE) {
                    insert.setInt(1, from);
                    insert.setInt(2, from);
                    insert.setInt(3, from);
                    insert.setArray(
                            4,
                            connection.createArrayOf(
                                    "text", texts.subList(from, from + AT_ONCE).toArray()));
                    insert.execute();
                }
            }
            statement.execute("analyze feedback");
            statement.execute("checkpoint");
        }
    }

    private static long count(BenchmarkServer server, String from) throws SQLException {
        try (Connection connection = server.direct().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}
