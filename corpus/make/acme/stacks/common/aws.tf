terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}
# Keys are fake and endpoints come from AWS_ENDPOINT_URL_*, see lib.sh.
provider "aws" {
  region                      = "eu-central-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  default_tags { tags = { managed-by = "terraform", company = "acme" } }
}
