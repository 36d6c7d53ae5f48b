package io.os199.cs.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;

import com.google.common.util.concurrent.Uninterruptibles;

import io.os199.cs.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

@Timeout(30)
final class BatchingAppenderTest {
    private static final int EACH = 500;

    /** An event that kills the thread writing it. */
    private static final String FATAL = "fatal";

    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("probe");
    private final Console console = new Console();
    private BatchingAppender appender;

    /** A stream that can be held up and counts how often it is written to. */
    private static final class Console extends ByteArrayOutputStream {
        private final CountDownLatch open = new CountDownLatch(1);
        private int writes;

        @Override
        public void write(byte[] octets, int offset, int length) {
            Uninterruptibles.awaitUninterruptibly(open);
            synchronized (this) {
                writes++;
                super.write(octets, offset, length);
            }
        }

        synchronized int writes() {
            return writes;
        }

        synchronized List<String> lines() {
            return toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder encoder =
                new PatternLayoutEncoder() {
                    @Override
                    public byte[] encode(ILoggingEvent event) {
                        if (event.getMessage().equals(FATAL)) {
                            throw new StackOverflowError();
                        }
                        return super.encode(event);
                    }
                };
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> out = new OutputStreamAppender<>();
        out.setContext(context);
        out.setEncoder(encoder);
        out.setImmediateFlush(false);
        out.setOutputStream(new BufferedOutputStream(console, 1 << 16));
        out.start();
        appender = new BatchingAppender(out);
        appender.setContext(context);
        appender.setQueueSize(8);
        appender.addAppender(out);
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void stop() {
        console.open.countDown();
        appender.stop();
    }

    @Test
    void whatIsSaidComesByItself() throws Exception {
        console.open.countDown();
        log.info("one");
        Await.until(() -> console.lines().equals(List.of("one")));
        log.info("two");
        Await.until(() -> console.lines().equals(List.of("one", "two")));
    }

    /** There are more callers than places in the queue. */
    @Test
    void nothingIsLostAndEachCallersEventsKeepTheirOrder() throws Exception {
        console.open.countDown();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 20; caller++) {
                String name = "caller" + caller;
                var _ =
                        callers.submit(
                                () ->
                                        IntStream.range(0, EACH)
                                                .forEach(n -> log.info("{} {}", name, n)));
            }
        }
        appender.stop();
        List<String> lines = console.lines();
        assertThat(lines).hasSize(20 * EACH).doesNotHaveDuplicates();
        assertThat(lines.stream().filter(line -> line.startsWith("caller7 ")))
                .containsExactlyElementsOf(
                        IntStream.range(0, EACH).mapToObj(n -> "caller7 " + n).toList());
        assertThat(console.writes()).isLessThan(lines.size() / 4);
        assertThat(appender.getNumberOfElementsInQueue()).isZero();
    }

    /** What Dropwizard asks at shutdown: an event still being written does not count as written. */
    @Test
    void knowsWhatIsNotWrittenYet() throws Exception {
        log.info("one");
        assertThat(appender.getNumberOfElementsInQueue()).isOne();
        Await.until(() -> appender.getRemainingCapacity() == 8);
        assertThat(appender.getNumberOfElementsInQueue()).isOne();
        console.open.countDown();
        Await.until(() -> appender.getNumberOfElementsInQueue() == 0);
        assertThat(console.lines()).containsExactly("one");
    }

    @Test
    void writesWhatIsLeftWhenItStops() {
        console.open.countDown();
        for (int i = 0; i < 5; i++) {
            log.info("{}", i);
        }
        appender.stop();
        assertThat(console.lines()).containsExactly("0", "1", "2", "3", "4");
        log.info("too late");
        assertThat(console.lines()).hasSize(5);
    }

    /** The end of a process does not wait for a console that nobody reads; what is left is written if that changes. */
    @Test
    void stopsAfterAWhileThoughNothingCanBeWritten() throws Exception {
        appender.setMaxFlushTime(100);
        log.info("one");
        appender.stop();
        assertThat(appender.getNumberOfElementsInQueue()).isOne();
        console.open.countDown();
        Await.until(() -> console.lines().equals(List.of("one")));
    }

    @Test
    void goesOnAfterAnEventThatCannotBeWritten() throws Exception {
        console.open.countDown();
        log.info("before");
        log.info(FATAL);
        log.info("after");
        Await.until(() -> appender.getNumberOfElementsInQueue() == 0);
        assertThat(console.lines()).containsExactly("before", "after");
    }
}
