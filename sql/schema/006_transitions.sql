-- Which state may follow which; anything else is an error.

CREATE TABLE crt.transitions (
    entity text NOT NULL, was text NOT NULL, becomes text NOT NULL, meaning text NOT NULL,
    PRIMARY KEY (entity, was, becomes));

INSERT INTO crt.transitions VALUES
    ('cart', 'ACTIVE', 'ABANDONED', 'idle for the waiting time'),
    ('cart', 'ACTIVE', 'CONVERTED', 'the person bought'),
    ('cart', 'ACTIVE', 'EMPTIED', 'the last item was taken out, or the cart was deleted'),
    ('cart', 'ACTIVE', 'MERGED', 'merged into another cart'),
    ('cart', 'ABANDONED', 'ACTIVE', 'touched again'),
    ('cart', 'ABANDONED', 'CONVERTED', 'the person bought'),
    ('cart', 'ABANDONED', 'EMPTIED', 'the last item was taken out, or the cart was deleted'),
    ('cart', 'ABANDONED', 'MERGED', 'merged into another cart'),
    ('cart', 'ABANDONED', 'EXPIRED', 'too old to be recovered'),
    ('cart', 'CONVERTED', 'ACTIVE', 'touched again after the purchase'),
    ('cart', 'CONVERTED', 'EMPTIED', 'the shop emptied it after the purchase'),
    ('cart', 'CONVERTED', 'MERGED', 'merged into another cart'),
    ('cart', 'EMPTIED', 'CONVERTED', 'the person bought'),
    ('cart', 'EMPTIED', 'ACTIVE', 'filled again'),
    ('cart', 'EMPTIED', 'MERGED', 'merged into another cart'),
    ('cart', 'MERGED', 'ACTIVE', 'touched again'),
    ('cart', 'MERGED', 'EMPTIED', 'deleted'),
    ('cart', 'EXPIRED', 'ACTIVE', 'touched again'),
    ('cart', 'EXPIRED', 'CONVERTED', 'the person bought'),
    ('cart', 'EXPIRED', 'EMPTIED', 'the last item was taken out, or the cart was deleted'),
    ('cart', 'EXPIRED', 'MERGED', 'merged into another cart'),
    ('episode', 'OPEN', 'RECOVERED', 'an order of the person after the abandonment'),
    ('episode', 'OPEN', 'CANCELLED', 'emptied, merged, erased, or bought before'),
    ('episode', 'OPEN', 'LOST', 'expired'),
    ('episode', 'CANCELLED', 'RECOVERED', 'the shop emptied the cart at the purchase, and the order came later'),
    ('episode', 'LOST', 'RECOVERED', 'an order that was placed in time arrived late'),
    ('enrollment', 'RUNNING', 'DONE', 'the last step has been dealt with'),
    ('enrollment', 'RUNNING', 'STOPPED', 'the episode ended or a gate closed for good'),
    ('message', 'QUEUED', 'SENDING', 'claimed'),
    ('message', 'QUEUED', 'HELD', 'may not go yet'),
    ('message', 'QUEUED', 'SKIPPED', 'may not go'),
    ('message', 'HELD', 'QUEUED', 'may go now'),
    ('message', 'HELD', 'SKIPPED', 'may not go any more'),
    ('message', 'SENDING', 'SENT', 'accepted by the provider'),
    ('message', 'SENDING', 'FAILED', 'refused for good'),
    ('message', 'SENDING', 'QUEUED', 'refused for now, or never handed over'),
    ('message', 'SENDING', 'UNKNOWN', 'the answer was lost after the hand-over'),
    ('message', 'UNKNOWN', 'SENT', 'settled with evidence'),
    ('message', 'UNKNOWN', 'FAILED', 'settled with evidence'),
    ('message', 'UNKNOWN', 'QUEUED', 'settled with evidence that it was not handed over'),
    ('message', 'SENT', 'DELIVERED', 'the provider says so'),
    ('message', 'SENT', 'OPENED', 'a person opened it'),
    ('message', 'SENT', 'CLICKED', 'a person followed a link'),
    ('message', 'SENT', 'FAILED', 'bounced'),
    ('message', 'DELIVERED', 'OPENED', 'a person opened it'),
    ('message', 'DELIVERED', 'CLICKED', 'a person followed a link'),
    ('message', 'OPENED', 'CLICKED', 'a person followed a link');

CREATE FUNCTION crt.transition_check() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    before text; after text;
BEGIN
    IF TG_ARGV[1] = 'status' THEN
        before := OLD.status; after := NEW.status;
    ELSE
        before := OLD.state; after := NEW.state;
    END IF;
    IF NOT EXISTS (SELECT FROM crt.transitions
                    WHERE entity = TG_ARGV[0] AND was = before AND becomes = after) THEN
        RAISE EXCEPTION 'a % may not go from % to %', TG_ARGV[0], before, after
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER carts_transition BEFORE UPDATE OF status ON crt.carts FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION crt.transition_check('cart', 'status');
CREATE TRIGGER abandoned_carts_transition BEFORE UPDATE OF state ON crt.abandoned_carts FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION crt.transition_check('episode', 'state');
CREATE TRIGGER enrollments_transition BEFORE UPDATE OF state ON crt.enrollments FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION crt.transition_check('enrollment', 'state');
CREATE TRIGGER messages_transition BEFORE UPDATE OF status ON crt.messages FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION crt.transition_check('message', 'status');

CREATE FUNCTION crt.append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER consents_append BEFORE UPDATE ON crt.consents FOR EACH ROW EXECUTE FUNCTION crt.append_only();
CREATE TRIGGER suppressions_append BEFORE UPDATE ON crt.suppressions FOR EACH ROW EXECUTE FUNCTION crt.append_only();
