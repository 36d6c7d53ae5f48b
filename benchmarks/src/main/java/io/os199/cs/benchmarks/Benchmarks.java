package io.os199.cs.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command line: picks a benchmark and gives it a new database. */
public final class Benchmarks {
    private static final String USAGE =
            """
            java -jar benchmarks/target/benchmarks.jar NAME [OPTION N ...]

              recalculation    the health scores of all clients: the job, and beside it the bare statement
              churn-risk       the probability of leaving of all clients, the same way
              expansion-scan   the opportunities of all clients, the same way
              submit-to-start  how long a submitted job waits for a worker
              demo-fill        filling a database with the demo company
              import           a file of clients and one of usage events, beside a bare COPY
              text-scoring     100,000 texts that an import left unread, beside reading them only
              support-load     searches of help articles, ticket lists, routing and the sweep at a size that few have
              hot-path         CPU of an overview, beside bare servlets with the same statements
              cold-start       a new API process to its first answer, without and with the AOT cache, and its memory
              load             users whose assistants read, some seconds of thought between two calls
              pool             users who read without a thought, more than there are connections
              staircase        the read mix at one rate after another, until it is too much
              intake           usage events over HTTP, with their rollups, and beside it a bare COPY

              --clients N      of the demo company, or whose users the events are of; 10000
              --days N         of its history; 730
              --copies N       of each of its clients, with what the expansion scan reads of them; 1
              --repeats N      runs of the recalculation, rounds of hot-path; 3
              --submissions N  jobs submitted by submit-to-start; 200
              --pace N         milliseconds between two submissions; 50
              --rows N         usage events that import imports; 1000000
              --wide-rows N    touchpoints of 10 kB each that import imports after them; 0
              --events N       that the intake takes; 300000
              --tickets N      of support-load; 1000000
              --articles N     of its help; 50000
              --searches N     of them; 500
              --starts N       with and without the cache each; 10
              --calls N        of reading tools, before the memory of cold-start is read again; 5000
              --users N        of load, 1000; of pool, 100
              --minutes N      that they stay; 5
              --think N        seconds between an answer and the next call of load, on average; 8
              --cache N        1 with Redis, 0 without, under load; 1
              --connections N  of the API under load to its database; 16
            """;

    private static final int WRONG_USE = 2;

    private static final Map<String, Benchmark> ALL =
            Map.ofEntries(
                    Map.entry(
                            "recalculation",
                            new Recalculation(
                                    new HealthOverPortfolio(Clock.systemUTC()), Clock.systemUTC())),
                    Map.entry(
                            "churn-risk",
                            new Recalculation(
                                    new RiskOverPortfolio(Clock.systemUTC()), Clock.systemUTC())),
                    Map.entry(
                            "expansion-scan",
                            new Recalculation(
                                    new FindingsOverPortfolio(Clock.systemUTC()),
                                    Clock.systemUTC())),
                    Map.entry("submit-to-start", new SubmitToStart(Clock.systemUTC())),
                    Map.entry("demo-fill", new DemoFill(Clock.systemUTC())),
                    Map.entry("import", new Importing(Clock.systemUTC())),
                    Map.entry("text-scoring", new TextScoring(Clock.systemUTC())),
                    Map.entry("support-load", new SupportLoad(Clock.systemUTC())),
                    Map.entry("cold-start", new ColdStart(Clock.systemUTC())),
                    Map.entry("hot-path", new HotPath(Clock.systemUTC())),
                    Map.entry("load", new Load(Load.Who.PEOPLE, Clock.systemUTC())),
                    Map.entry("pool", new Load(Load.Who.PROGRAMS, Clock.systemUTC())),
                    Map.entry("staircase", new Staircase(Clock.systemUTC())),
                    Map.entry("intake", new Intake(Clock.systemUTC())));

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || List.of("--help", "-h", "help").contains(arguments[0])) {
            System.out.print(USAGE);
            return;
        }
        Benchmark benchmark = ALL.get(arguments[0]);
        if (benchmark == null) {
            refuse("no such benchmark: " + arguments[0]);
            return;
        }
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(Arrays.asList(arguments).subList(1, arguments.length));
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
            return;
        }
        run(arguments[0], benchmark, options);
        // Threads that wait for work may remain: the measurement is finished.
        System.exit(0);
    }

    private static void refuse(String message) {
        System.err.println(message + "\n\n" + USAGE);
        System.exit(WRONG_USE);
    }

    private static void run(String name, Benchmark benchmark, BenchmarkOptions options)
            throws Exception {
        System.out.printf(
                "%s: %d cores, load %.1f before, Java %s, embedded PostgreSQL 18 with fsync on%n",
                name,
                Runtime.getRuntime().availableProcessors(),
                load(),
                Runtime.version().feature());
        try (BenchmarkServer server = BenchmarkServer.start()) {
            benchmark.run(server, options);
        }
        System.out.printf("load %.1f after%n", load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
