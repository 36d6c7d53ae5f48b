package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.intercom.IntercomPeople.Contact;
import io.os199.cs.integration.intercom.IntercomPeople.Staff;
import io.os199.cs.integration.intercom.IntercomPeople.UntoldException;
import io.os199.cs.platform.http.VendorAnswer;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads conversations one by one, with the people they name. */
final class IntercomReader {
    private static final String TEMPLATE = "/conversations/{id}";

    private final IntercomCalls calls;
    private final IntercomPeople people;

    IntercomReader(IntercomCalls calls) {
        this.calls = calls;
        this.people = new IntercomPeople(calls);
    }

    /**
     * What an id stands for.
     *
     * @param conversation empty where there is none any more, or nobody asked anything
     * @param isGone whether Intercom no longer has it
     */
    record Read(
            String id,
            Optional<IntercomConversation> conversation,
            @Nullable Contact contact,
            Staff staff,
            boolean isGone) {}

    Read read(String id) throws UntoldException {
        Staff staff = people.staff();
        VendorAnswer answer =
                calls.read(
                        TEMPLATE,
                        "/conversations/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        if (answer instanceof VendorAnswer.Missing) {
            return new Read(id, Optional.empty(), null, staff, true);
        }
        JsonNode body = AnswerBody.object(answer);
        if (body == null) {
            throw new UntoldException("conversations", answer);
        }
        Optional<IntercomConversation> conversation = IntercomMapping.conversation(body);
        String contactId = conversation.map(IntercomConversation::contactId).orElse(null);
        return new Read(
                id,
                conversation,
                contactId == null ? null : people.contact(contactId),
                staff,
                false);
    }
}
