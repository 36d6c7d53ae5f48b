package io.os199.cs.platform.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;

import com.fasterxml.jackson.annotation.JsonTypeName;

import io.dropwizard.logging.common.ConsoleAppenderFactory;
import io.dropwizard.logging.common.async.AsyncAppenderFactory;
import io.dropwizard.logging.common.filter.LevelFilterFactory;
import io.dropwizard.logging.common.layout.LayoutFactory;

import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;

import java.io.BufferedOutputStream;

/**
 * The appender {@code type: json} of the configuration: each event as one JSON object on one line of the console,
 * with the call's fields (request, trace, principal, tool) beside the message. Takes the same settings as {@code
 * type: console}, except {@code discardingThreshold}: when the queue is full callers wait, since all events are worth
 * the same. Its format is fixed.
 */
@JsonTypeName("json")
public final class JsonConsoleAppenderFactory extends ConsoleAppenderFactory<ILoggingEvent> {
    private static final int DEEPEST_TRACE = 30;
    private static final int LONGEST_TRACE = 8_192;

    /** Maximum number of bytes written at once. */
    private static final int BATCH = 1 << 16;

    @Override
    public Appender<ILoggingEvent> build(
            LoggerContext context,
            String applicationName,
            LayoutFactory<ILoggingEvent> layouts,
            LevelFilterFactory<ILoggingEvent> levels,
            AsyncAppenderFactory<ILoggingEvent> async) {
        OutputStreamAppender<ILoggingEvent> appender = appender(context);
        appender.setEncoder(encoder(context, applicationName));
        appender.addFilter(levels.build(threshold));
        getFilterFactories().forEach(filter -> appender.addFilter(filter.build()));
        appender.setImmediateFlush(false);
        appender.start();
        // The console itself writes through whatever it is given.
        appender.setOutputStream(new BufferedOutputStream(appender.getOutputStream(), BATCH));
        return wrapAsync(appender, () -> new BatchingAppender(appender));
    }

    private static LogstashEncoder encoder(LoggerContext context, String applicationName) {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.setTimeZone("UTC");
        encoder.setCustomFields("{\"service\":\"" + applicationName + "\"}");
        ShortenedThrowableConverter traces = new ShortenedThrowableConverter();
        traces.setMaxDepthPerThrowable(DEEPEST_TRACE);
        traces.setMaxLength(LONGEST_TRACE);
        traces.setRootCauseFirst(true);
        encoder.setThrowableConverter(traces);
        encoder.start();
        return encoder;
    }
}
