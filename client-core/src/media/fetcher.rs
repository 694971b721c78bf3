//! The SDK's own downloads (avatars, thumbnails) take the way through the scanner too.

use bridge_api::scan::FileContext;
use matrix_sdk::media::{MediaFetcher, MediaRequestParameters};
use matrix_sdk::{BoxFuture, Client, Error};

use super::scanner::Scanner;

impl MediaFetcher for Scanner {
    fn fetch_media_content<'a>(
        &'a self,
        _client: &'a Client,
        request: &'a MediaRequestParameters,
    ) -> BoxFuture<'a, Result<Vec<u8>, Error>> {
        Box::pin(async move {
            self.download(&request.source, &FileContext::default())
                .await
                .map_err(|problem| Error::UnknownError(Box::new(problem)))
        })
    }
}
