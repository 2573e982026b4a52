//! Where a site's records are, as an operator writes it: a file, or the URL of a server's database.

use std::{fmt, path::PathBuf, str::FromStr};

use super::{Database, StoreError};

/// A file of SQLite, or a database of a PostgreSQL server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    /// The file.
    File(PathBuf),
    /// The URL, `postgres://…`, without a password.
    Server(String),
}

/// A text that is no location.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseLocationError {
    /// A password on a command line is read by everyone on the machine.
    #[error(
        "口令不写在数据库地址里：用 PGPASSWORD 或 PGPASSFILE / a password does not go into the database's URL: use PGPASSWORD or PGPASSFILE"
    )]
    Password,
    /// A URL of another system.
    #[error(
        "不认识的数据库 `{scheme}`：写 SQLite 文件的路径，或 postgres:// 地址 / unknown database `{scheme}`: give the path of a SQLite file, or a postgres:// URL"
    )]
    UnknownSystem {
        /// What stands before `://`.
        scheme: String,
    },
}

impl DatabaseLocation {
    /// Opens it; a file that is not there is made.
    ///
    /// # Errors
    /// [`StoreError::Open`] if it cannot be opened.
    pub async fn open(&self) -> Result<Database, StoreError> {
        match self {
            Self::File(path) => Database::open(path).await,
            Self::Server(url) => Database::connect(url).await,
        }
    }

    /// What it is called: the file's name without its extension, or the database's.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Server(url) => {
                let path = url.split(['?', '#']).next().unwrap_or_default();
                path.rsplit('/').next().unwrap_or_default().to_owned()
            }
        }
    }
}

impl FromStr for DatabaseLocation {
    type Err = DatabaseLocationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return Ok(Self::File(PathBuf::from(text)));
        };
        if !matches!(scheme, "postgres" | "postgresql") {
            return Err(DatabaseLocationError::UnknownSystem { scheme: scheme.to_owned() });
        }
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let has_password = authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
        let query = rest.split_once('?').map_or("", |(_, query)| query);
        if has_password || query.split('&').any(|pair| pair.starts_with("password=")) {
            return Err(DatabaseLocationError::Password);
        }
        Ok(Self::Server(text.to_owned()))
    }
}

impl fmt::Display for DatabaseLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(formatter, "{}", path.display()),
            Self::Server(url) => formatter.write_str(url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_path_or_a_url_without_a_password() {
        let file = |path: &str| Ok(DatabaseLocation::File(path.into()));
        let server = |url: &str| Ok(DatabaseLocation::Server(url.to_owned()));
        let password = || Err(DatabaseLocationError::Password);
        for (text, expected) in [
            ("621122.sqlite", file("621122.sqlite")),
            ("/var/lib/a b.db", file("/var/lib/a b.db")),
            ("postgres://clerk@db:5433/records", server("postgres://clerk@db:5433/records")),
            ("postgresql:///r?host=/run/pg", server("postgresql:///r?host=/run/pg")),
            ("postgres://clerk:secret@db/records", password()),
            ("postgres://db/records?user=a&password=secret", password()),
        ] {
            assert_eq!(text.parse(), expected, "{text}");
        }
        assert_eq!(
            "mysql://db/records".parse::<DatabaseLocation>(),
            Err(DatabaseLocationError::UnknownSystem { scheme: "mysql".to_owned() })
        );
    }

    #[test]
    fn a_location_has_a_name() {
        for (text, name) in [
            ("/var/lib/621122.sqlite", "621122"),
            ("postgres://clerk@db:5433/county?sslmode=require", "county"),
        ] {
            assert_eq!(text.parse::<DatabaseLocation>().map(|it| it.name()), Ok(name.to_owned()));
        }
    }
}
