//! What an earlier process of this client had not finished.

use super::message::{expiry, size};
use super::{InFlight, Outgoing, PublishToken, Queued, Stage};
use crate::Instant;
use crate::session::store::{Log, Progress, Restored};

impl Outgoing {
    /// Takes over the messages of an earlier process, in their order, before those of this one.
    pub(in crate::session) fn restore(
        &mut self,
        messages: Vec<Restored>,
        now: Instant,
        log: &mut Log,
    ) -> Vec<PublishToken> {
        let newer = std::mem::take(&mut self.queue);
        let mut tokens = Vec::new();
        for restored in messages {
            let Restored {
                place,
                message,
                progress,
            } = restored;
            self.next_place = place + 1;
            let token = PublishToken(self.next_token);
            self.next_token += 1;
            tokens.push(token);
            let expires = expiry(&message, now);
            let (id, stage) = match progress {
                None => {
                    self.queue_bytes += size(&message);
                    self.queue.push_back(Queued {
                        token,
                        place,
                        message,
                        expires,
                    });
                    continue;
                }
                Some(Progress::Sent(id)) => (id, Stage::Again),
                Some(Progress::Received(id)) => {
                    self.released.push(id);
                    (id, Stage::Received)
                }
            };
            self.in_flight.push_back(InFlight {
                id,
                sender: Some((token, place)),
                message,
                expires,
                stage,
            });
        }
        self.newer = self.next_place;
        for mut queued in newer {
            queued.place = self.next_place;
            self.next_place += 1;
            log.published(queued.place, &queued.message);
            self.queue.push_back(queued);
        }
        tokens
    }

    /// Leaves the messages of an earlier process out.
    pub(in crate::session) fn leave_out_restored(&mut self, log: &mut Log) {
        let newer = self.newer;
        self.released.clear();
        self.unsent = 0;
        for sent in self.in_flight.drain(..) {
            if let Some((_, place)) = sent.sender {
                log.done(place, true);
            }
        }
        let mut bytes = 0;
        self.queue.retain(|queued| {
            let stays = queued.place >= newer;
            if stays {
                bytes += size(&queued.message);
            } else {
                log.done(queued.place, false);
            }
            stays
        });
        self.queue_bytes = bytes;
    }
}
