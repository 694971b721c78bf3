//! The devices of a fake homeserver's accounts.

use async_trait::async_trait;

use super::devices::{Device, Devices, Standing};
use super::{FakeHomeserver, HomeserverError};

impl FakeHomeserver {
    /// Signs a device in.
    pub fn add_device(&self, user_id: &str, device: Device) {
        let added = self.change(user_id, |account| account.devices.push(device));
        debug_assert!(added.is_ok(), "there is no such account");
    }
}

#[async_trait]
impl Devices for FakeHomeserver {
    async fn standing(&self, user_id: &str) -> Result<Standing, HomeserverError> {
        self.answers()?;
        let account = self.account(user_id).ok_or(HomeserverError::NoSuchAccount)?;
        Ok(Standing { locked: account.locked, closed: account.closed })
    }

    async fn devices(&self, user_id: &str) -> Result<Vec<Device>, HomeserverError> {
        self.answers()?;
        self.account(user_id).map(|account| account.devices).ok_or(HomeserverError::NoSuchAccount)
    }

    async fn remove_device(&self, user_id: &str, device_id: &str) -> Result<(), HomeserverError> {
        self.change(user_id, |account| account.devices.retain(|device| device.id != device_id))
    }

    async fn ask_for_new_identity(&self, user_id: &str) -> Result<(), HomeserverError> {
        self.change(user_id, |account| account.asked_for_new_identity = true)
    }

    async fn allow_new_identity(&self, user_id: &str) -> Result<(), HomeserverError> {
        self.change(user_id, |account| account.new_identity_allowed += 1)
    }
}
