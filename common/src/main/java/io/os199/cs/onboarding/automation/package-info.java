/** What a plan does by itself: reminders, alerts, mails to the customer, and escalations of what stays blocked. */
@NullMarked
package io.os199.cs.onboarding.automation;

import org.jspecify.annotations.NullMarked;
