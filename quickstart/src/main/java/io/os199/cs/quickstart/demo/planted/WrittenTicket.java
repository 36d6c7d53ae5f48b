package io.os199.cs.quickstart.demo.planted;

/** A ticket as the customer wrote it; priority and category as the tables spell them. */
public record WrittenTicket(
        int daysAgo, String priority, String category, String subject, String text) {}
