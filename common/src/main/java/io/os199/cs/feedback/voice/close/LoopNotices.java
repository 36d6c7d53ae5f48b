package io.os199.cs.feedback.voice.close;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.feedback.voice.close.ClosedLoops.Excluded;
import io.os199.cs.feedback.voice.close.ClosedLoops.Reason;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The people who are told what was done about feedback, and those who are not.
 *
 * @param letters one letter to each person, however many of their items are closed
 * @param toldIds the feedback that the letters are about
 */
public record LoopNotices(
        MailTexts texts, List<Letter> letters, List<String> toldIds, Map<Reason, Integer> untold) {
    public LoopNotices {
        letters = List.copyOf(letters);
        toldIds = List.copyOf(toldIds);
        untold = Map.copyOf(untold);
    }

    static LoopNotices none() {
        return new LoopNotices(new MailTexts("", ""), List.of(), List.of(), Map.of());
    }

    List<Excluded> excluded() {
        return Arrays.stream(Reason.values())
                .filter(untold::containsKey)
                .map(reason -> new Excluded(reason, untold.getOrDefault(reason, 0)))
                .toList();
    }

    private record Told(MailTexts texts, List<String> people, List<String> ids) {}

    /**
     * Returns a fingerprint that changes when anybody else would be written to, about anything else, or in other
     * words.
     */
    public String fingerprint(List<String> closedIds) {
        return CanonicalJson.hash(
                Json.tree(
                        new Told(
                                texts,
                                letters.stream()
                                        .map(
                                                each ->
                                                        each.recipient().clientId()
                                                                + ' '
                                                                + each.recipient().address())
                                        .toList(),
                                closedIds)),
                Set.of());
    }
}
