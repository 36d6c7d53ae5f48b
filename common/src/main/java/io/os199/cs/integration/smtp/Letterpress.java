package io.os199.cs.integration.smtp;

import io.os199.cs.communication.delivery.OutgoingMail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/** A mail as the message of RFC 5322 that a server takes. Remembers whether its content has begun to leave. */
final class Letterpress extends MimeMessage {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String messageId;
    private final String sender;
    private volatile boolean left;

    private Letterpress(Session session, String messageId, String sender) {
        super(session);
        this.messageId = messageId;
        this.sender = sender;
    }

    /** @throws MessagingException if one of the addresses is invalid */
    static Letterpress of(Session session, OutgoingMail mail, Instant now)
            throws MessagingException {
        String domain = mail.fromAddress().substring(mail.fromAddress().indexOf('@') + 1);
        Letterpress message =
                new Letterpress(
                        session, "<" + mail.messageId() + "@" + domain + ">", mail.fromAddress());
        message.setFrom(named(mail.fromAddress(), mail.fromName()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.subject(), UTF_8);
        message.setSentDate(Date.from(now));
        if (mail.unsubscribeUrl() != null) {
            message.setHeader("List-Unsubscribe", "<" + mail.unsubscribeUrl() + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        if (mail.bodyHtml() == null) {
            message.setText(mail.bodyText(), UTF_8);
        } else {
            MimeMultipart both = new MimeMultipart("alternative");
            both.addBodyPart(part(mail.bodyText(), "plain"));
            both.addBodyPart(part(mail.bodyHtml(), "html"));
            message.setContent(both);
        }
        message.saveChanges();
        return message;
    }

    private static InternetAddress named(String address, @Nullable String name)
            throws MessagingException {
        InternetAddress from = new InternetAddress(address, true);
        try {
            from.setPersonal(name, UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is always there", e);
        }
        return from;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
        left = true;
        super.writeTo(out, ignored);
    }

    /** Whether the server may have the whole mail. */
    boolean hasLeft() {
        return left;
    }

    /** Returns the address whom the mail is from. */
    String sender() {
        return sender;
    }

    String id() {
        return messageId;
    }
}
