package io.os199.cs.communication.event;

import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/** The timeline event that somebody no longer wants newsletters. */
public final class Unsubscribed {
    private Unsubscribed() {}

    /**
     * Returns the event.
     *
     * @param source who reported it to us
     */
    public static TimelineEvent event(
            Timeline timeline,
            String clientId,
            Instant now,
            String source,
            @Nullable String messageId) {
        return new TimelineEvent(
                clientId,
                now,
                timeline.newId(),
                EventType.PROFILE,
                "A contact unsubscribed from newsletters",
                Map.of(),
                Impact.NEUTRAL,
                false,
                null,
                source,
                messageId);
    }
}
